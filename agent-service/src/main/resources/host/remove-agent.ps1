# Removes the AWS replication agent by its own uninstaller and looks whether it is gone. Done twice it says so.
$ErrorActionPreference = 'Stop'
$agent = "${env:ProgramFiles(x86)}\AWS Replication Agent"
$wrapper = Join-Path $agent 'dist\windows_service_wrapper.exe'

function Get-Left {
  if (Test-Path $wrapper) { return 'its programs are still there' }
  $running = @(Get-Service -ErrorAction SilentlyContinue | Where-Object { $_.Name -like 'AwsReplication*' -and $_.Status -eq 'Running' })
  if ($running.Count -gt 0) { return "service $($running[0].Name) still runs" }
  ''
}

if (-not (Test-Path $wrapper)) {
  $still = Get-Left
  if ($still -eq '') { Write-Output 'no replication agent is installed'; exit 0 }
  Write-Output "there is no uninstaller, and $still"
  exit 20
}
# In a copy, as the user guide says: it removes its own folder while it runs.
$copy = Join-Path (Get-Location).Path 'dist'
try {
  Copy-Item -Recurse -Force (Join-Path $agent 'dist') $copy
} catch {
  Write-Output "the uninstaller cannot be copied: $($_.Exception.Message)"
  exit 21
}
try {
  $ErrorActionPreference = 'Continue'
  & (Join-Path $copy 'install_agent_windows.exe') --remove
  $code = $LASTEXITCODE
} finally {
  Remove-Item -Recurse -Force -ErrorAction SilentlyContinue $copy
}
$still = Get-Left
if ($code -ne 0) { Write-Output "the uninstaller ended with exit code $code $still".Trim(); exit 22 }
if ($still -ne '') { Write-Output "the uninstaller ended well, but $still"; exit 20 }
Write-Output 'the replication agent is removed'
exit 0
