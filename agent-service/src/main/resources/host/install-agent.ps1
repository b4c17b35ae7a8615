# Installs the AWS replication agent. All values come by the environment; runs in the folder of its operation.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
$installer = Join-Path (Get-Location).Path 'AwsReplicationWindowsInstaller.exe'

function Get-Remote([string]$Url, [string]$File) {
  for ($try = 1; ; $try++) {
    try { (New-Object Net.WebClient).DownloadFile($Url, $File); return } catch { if ($try -ge 3) { throw } }
  }
}

try {
  try {
    Get-Remote $env:CONVOY_INSTALLER_URL $installer
    Get-Remote $env:CONVOY_INSTALLER_SHA512_URL "$installer.sha512"
  } catch {
    Write-Output "download of the installer failed: $($_.Exception.Message)"
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
