# Installs the AWS replication agent. All values come by the environment; runs in the folder of its operation.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
$installer = Join-Path (Get-Location).Path 'AwsReplicationWindowsInstaller.exe'

function Get-Remote([string]$Url, [string]$File) {
  for ($try = 1; ; $try++) {
    try {
      $client = New-Object Net.WebClient
      if ($env:https_proxy) { $client.Proxy = New-Object Net.WebProxy($env:https_proxy) }
      $client.DownloadFile($Url, $File)
      return
    } catch { if ($try -ge 3) { throw } }
  }
}

# Each Windows has its installer: 2008 R2, 2012, and all since.
function Get-Age {
  $version = [Environment]::OSVersion.Version
  if ($version -lt [Version]'6.2') { '_2008' } elseif ($version -lt [Version]'6.3') { '_2012' } else { '' }
}

try {
  $failed = 'download of the installer failed'
  try {
    if ($env:CONVOY_INSTALLER_SHA512) {
      $failed = 'the installer that was pushed is not there any more'
      Copy-Item "C:\ProgramData\Convoy\installers\$env:CONVOY_INSTALLER_SHA512" $installer
      [System.IO.File]::WriteAllText("$installer.sha512", $env:CONVOY_INSTALLER_SHA512)
    } else {
      $age = Get-Age
      Get-Remote (Get-Item "Env:CONVOY_INSTALLER_URL$age").Value $installer
      Get-Remote (Get-Item "Env:CONVOY_INSTALLER_SHA512_URL$age").Value "$installer.sha512"
    }
  } catch {
    Write-Output "${failed}: $($_.Exception.Message)"
    exit 10
  }
  $published = [regex]::Match([System.IO.File]::ReadAllText("$installer.sha512"), '[0-9A-Fa-f]{128}').Value
  if ($published -eq '' -or (Get-FileHash -Algorithm SHA512 $installer).Hash -ne $published) {
    Write-Output 'the installer does not have its published SHA-512; nothing was run'
    exit 11
  }
  $arguments = @('--region', $env:CONVOY_REGION, '--no-prompt')
  # Installed again over the old agent, it goes on with a replication whose settings MGN holds.
  if ($env:CONVOY_REPLICATE -ne 'yes') { $arguments += '--no-replication' }
  $arguments += @('--user-provided-id', $env:CONVOY_SERVER_ID)
  if ($env:CONVOY_S3_ENDPOINT) { $arguments += @('--s3-endpoint', $env:CONVOY_S3_ENDPOINT) }
  if ($env:CONVOY_ENDPOINT) { $arguments += @('--endpoint', $env:CONVOY_ENDPOINT) }
  if ($env:CONVOY_DEVICES) { $arguments += @('--devices', $env:CONVOY_DEVICES) }
  if ($env:CONVOY_TAGS) { $arguments += @('--tags') + $env:CONVOY_TAGS.Split("`n") }
  $ErrorActionPreference = 'Continue'
  if ($env:AWS_ACCESS_KEY_ID) {
    # Where it takes no keys from its environment it prompts for them; a pipe shows on no command line.
    @($env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY, $env:AWS_SESSION_TOKEN) | & $installer $arguments
  } else {
    & $installer $arguments
  }
  exit $LASTEXITCODE
} finally {
  Remove-Item -Force -ErrorAction SilentlyContinue $installer, "$installer.sha512"
}
