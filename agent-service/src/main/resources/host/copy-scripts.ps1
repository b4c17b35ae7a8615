# Copies the scripts that MGN runs after a launch. They follow as calls of Put and one of Finish.
$ErrorActionPreference = 'Stop'
$agent = "${env:ProgramFiles(x86)}\AWS Replication Agent"
$place = Join-Path $agent 'post_launch'
$known = Join-Path $env:ProgramData 'Convoy\post-launch.txt'

function Stop-With([int]$Code, [string]$Why) { Write-Output $Why; exit $Code }
function Get-Sha([string]$File) { (Get-FileHash -Algorithm SHA256 -LiteralPath $File).Hash.ToLowerInvariant() }

if (-not (Test-Path -LiteralPath $agent)) { Stop-With 31 'the folder of the agent is not there' }
[void](New-Item -ItemType Directory -Force $place)
[void](New-Item -ItemType Directory -Force (Split-Path $known))
$names = @(if (Test-Path -LiteralPath $known) { [System.IO.File]::ReadAllLines($known) })

# The folder takes its rights from that of the agent, which only administrators and SYSTEM may write to.
function Put([string]$Name, [string]$Sha, [string]$Text) {
  $file = Join-Path $place $Name
  if ((Test-Path -LiteralPath $file) -and (Get-Sha $file) -eq $Sha) { return }
  $new = "$file.convoy-new"
  [System.IO.File]::WriteAllBytes($new, [Convert]::FromBase64String($Text))
  if ((Get-Sha $new) -ne $Sha) { Remove-Item -Force -LiteralPath $new; Stop-With 30 "$Name does not have its checksum" }
  Move-Item -Force -LiteralPath $new -Destination $file
  [System.IO.File]::AppendAllText($known, "$Name`r`n")
}

function Finish([string[]]$Files) {
  $wanted = @($Files | ForEach-Object { $_.Substring(0, $_.LastIndexOf(' ')) })
  foreach ($name in $names) {
    if ($wanted -notcontains $name) { Remove-Item -Force -ErrorAction SilentlyContinue -LiteralPath (Join-Path $place $name) }
    if ($wanted -notcontains $name -and (Test-Path -LiteralPath (Join-Path $place $name))) { Stop-With 32 "$name cannot be removed" }
  }
  foreach ($each in $Files) {
    $at = $each.LastIndexOf(' ')
    if ((Get-Sha (Join-Path $place $each.Substring(0, $at))) -ne $each.Substring($at + 1)) {
      Stop-With 30 "$($each.Substring(0, $at)) was read back with another checksum"
    }
  }
  [System.IO.File]::WriteAllLines($known, [string[]]$wanted)
  Write-Output "$($Files.Count) post-launch scripts are in place"
}

