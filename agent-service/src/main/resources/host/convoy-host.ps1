# convoy-host.ps1: what Convoy does on a Windows source host. Windows PowerShell 5.1, run by an administrator.
# Payload: base64 of lines "<name> <base64 of the value>", given as -Payload or, when it holds secrets or is long, in the
# environment variables CONVOY_PAYLOAD_0, _1, ... of the remote shell, which show on no command line; bytes in CONVOY_DATA_0, ...
# Answers lines "@convoy <name> <base64>"; everything else is noise.
param(
  [Parameter(Mandatory = $true)][ValidateSet('check', 'agent', 'put', 'start', 'status')][string]$Verb,
  [Parameter(Mandatory = $true)][ValidatePattern('^(-|[A-Za-z0-9][A-Za-z0-9._:-]{0,119})$')][string]$OperationId,
  [string]$Payload = ''
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Set-StrictMode -Version 2.0

$Root = 'C:\ProgramData\Convoy'
$Utf8 = New-Object System.Text.UTF8Encoding($false)

function Encode([string]$Text) { [Convert]::ToBase64String($Utf8.GetBytes($Text)) }
function Decode([string]$Text) { $Utf8.GetString([Convert]::FromBase64String($Text)) }
function Write-Line([string]$Line) { [Console]::Out.Write("$Line`n") }
function Say([string]$Name, [string]$Value) { Write-Line "@convoy $Name $(Encode $Value)" }
function Check([string]$Name, [string]$Verdict, [string]$Detail) { Write-Line "@convoy check $Name $Verdict $(Encode $Detail)" }

function Read-Payload {
  $text = $Payload
  for ($i = 0; Test-Path "Env:CONVOY_PAYLOAD_$i"; $i++) {
    $text += (Get-Item "Env:CONVOY_PAYLOAD_$i").Value
    Remove-Item "Env:CONVOY_PAYLOAD_$i"
  }
  $values = @{}
  foreach ($line in (Decode $text).Split("`n")) {
    $words = $line.Trim().Split(' ')
    if ($words[0] -eq '') { continue }
    if ($words.Length -gt 1) { $values[$words[0]] = Decode $words[1] } else { $values[$words[0]] = '' }
  }
  $values
}

function Get-Value($Values, [string]$Name) { if ($Values.ContainsKey($Name)) { [string]$Values[$Name] } else { '' } }

# <convoy-profile.ps1>
# <convoy-check.ps1>
# <convoy-put.ps1>

# ---- operations ------------------------------------------------------------------------------------------------------

function Get-Folder([string]$Id) { Join-Path "$Root\ops" ($Id -replace ':', '_') }

# Only the system and administrators; nothing inherited.
function New-PrivateFolder([string]$Path) {
  $security = New-Object System.Security.AccessControl.DirectorySecurity
  $security.SetAccessRuleProtection($true, $false)
  foreach ($sid in 'S-1-5-18', 'S-1-5-32-544') {
    $who = New-Object System.Security.Principal.SecurityIdentifier($sid)
    $security.AddAccessRule((New-Object System.Security.AccessControl.FileSystemAccessRule(
      $who, 'FullControl', 'ContainerInherit,ObjectInherit', 'None', 'Allow')))
  }
  [void][System.IO.Directory]::CreateDirectory($Path)
  Set-Acl -Path $Path -AclObject $security
}

# "<pid> <start time>": never mistakes a reused pid for the process.
function Test-Alive([string]$File) {
  if (-not (Test-Path $File)) { return $false }
  $words = ([System.IO.File]::ReadAllText($File)).Trim().Split(' ')
  if ($words.Length -lt 2) { return $false }
  $process = Get-Process -Id ([int]$words[0]) -ErrorAction SilentlyContinue
  ($null -ne $process) -and ($process.StartTime.ToFileTimeUtc().ToString() -eq $words[1])
}

function Get-State([string]$Folder) {
  if (-not (Test-Path $Folder)) { return 'absent' }
  if (Test-Path "$Folder\exit") { return 'ended' }
  if ((Test-Alive "$Folder\pid") -or (Test-Alive "$Folder\child")) { return 'running' }
  if (Test-Path "$Folder\exit") { return 'ended' }
  'lost'
}

function Read-Shared([string]$File) {
  $stream = New-Object System.IO.FileStream($File, 'Open', 'Read', 'ReadWrite,Delete')
  try {
    $length = [int][Math]::Min($stream.Length, 16384)
    [void]$stream.Seek(-$length, 'End')
    $bytes = New-Object byte[] $length
    $read = $stream.Read($bytes, 0, $length)
    $Utf8.GetString($bytes, 0, $read)
  } finally {
    $stream.Dispose()
  }
}

function Write-State([string]$Folder) {
  Say 'state' (Get-State $Folder)
  foreach ($name in 'started', 'exit') { if (Test-Path "$Folder\$name") { Say $name (Read-Shared "$Folder\$name").Trim() } }
  if (Test-Path "$Folder\output") { Say 'output' (Read-Shared "$Folder\output") }
}

# Runs the program of an operation and outlives whoever started it.
$Runner = @'
param([string]$Folder)
$ErrorActionPreference = 'Stop'
function Identify([System.Diagnostics.Process]$Process, [string]$File) {
  [System.IO.File]::WriteAllText("$File.new", "$($Process.Id) $($Process.StartTime.ToFileTimeUtc())")
  Move-Item -Force "$File.new" $File
}
Set-Location $Folder
[System.IO.File]::WriteAllText("$Folder\started", [DateTimeOffset]::UtcNow.ToUnixTimeSeconds().ToString())
Identify ([System.Diagnostics.Process]::GetCurrentProcess()) "$Folder\pid"
$utf8 = New-Object System.Text.UTF8Encoding($false)
$secrets = @()
foreach ($line in [System.IO.File]::ReadAllLines("$Folder\env")) {
  $words = $line.Split(' ')
  $value = $utf8.GetString([Convert]::FromBase64String($words[1]))
  [Environment]::SetEnvironmentVariable($words[0], $value, 'Process')
  if ($words[0] -notmatch '^(CONVOY_.*|AWS_REGION)$' -and $value.Length -gt 3) { $secrets += $value }
}
Remove-Item "$Folder\env"
$info = New-Object System.Diagnostics.ProcessStartInfo
$info.FileName = 'cmd.exe'
$info.Arguments = '/d /c powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File program.ps1 > output 2>&1 < nul'
$info.WorkingDirectory = $Folder
$info.UseShellExecute = $false
$info.CreateNoWindow = $true
$child = [System.Diagnostics.Process]::Start($info)
Identify $child "$Folder\child"
$limit = [long][System.IO.File]::ReadAllText("$Folder\limit")
$code = $null
for ($passed = 0; $null -eq $code; $passed++) {
  if ($child.WaitForExit(1000)) { $code = $child.ExitCode }
  elseif ($passed -ge $limit) { $code = 124 }
  elseif ((Test-Path "$Folder\output") -and (New-Object System.IO.FileInfo("$Folder\output")).Length -gt 64MB) { $code = 125 }
}
if (-not $child.HasExited) {
  & taskkill.exe /T /F /PID $child.Id | Out-Null
  [void]$child.WaitForExit(10000)
}
# Only the end is kept, read in the code page of the console, without the values that were handed to the program.
try {
  $stream = New-Object System.IO.FileStream("$Folder\output", 'Open', 'ReadWrite', 'ReadWrite,Delete')
  $bytes = New-Object byte[] ([int][Math]::Min($stream.Length, 65536))
  [void]$stream.Seek(-$bytes.Length, 'End')
  $read = $stream.Read($bytes, 0, $bytes.Length)
  $page = [System.Globalization.CultureInfo]::CurrentCulture.TextInfo.OEMCodePage
  $text = [System.Text.Encoding]::GetEncoding($page).GetString($bytes, 0, $read)
  foreach ($secret in $secrets) { $text = $text.Replace($secret, '***') }
  if ($code -eq 125) { $text += "`nended because it printed more than 64 MB" }
  $bytes = $utf8.GetBytes($text.Substring([Math]::Max(0, $text.Length - 8192)))
  $stream.SetLength(0)
  $stream.Write($bytes, 0, $bytes.Length)
  $stream.Dispose()
} catch {
  if ($stream) { $stream.Dispose() }
  Remove-Item -Force "$Folder\output" -ErrorAction SilentlyContinue
}
[System.IO.File]::WriteAllText("$Folder\exit.new", "$code")
Move-Item -Force "$Folder\exit.new" "$Folder\exit"
'@

function New-Staged($Values) {
  if (@('install', 'quiesce', 'resume', 'shutdown', 'remove', 'copy', 'grant', 'revoke') -notcontains (Get-Value $Values 'kind')) { throw 'unknown kind of operation' }
  if ((Get-Value $Values 'timeout-seconds') -notmatch '^[0-9]+$') { throw 'timeout-seconds is not a number' }
  if ((Get-Value $Values 'program') -eq '') { throw 'no program' }
  $staged = "$Root\ops\.new.$PID"
  New-PrivateFolder $staged
  $lines = New-Object System.Collections.Generic.List[string]
  foreach ($name in $Values.Keys) {
    if (-not $name.StartsWith('env.')) { continue }
    if ($name -notmatch '^env\.[A-Za-z_][A-Za-z0-9_]*$') { throw 'not a name of an environment variable' }
    $lines.Add("$($name.Substring(4)) $(Encode $Values[$name])")
  }
  [System.IO.File]::WriteAllLines("$staged\env", $lines)
  # With a byte order mark: Windows PowerShell reads scripts without one in the code page of the system.
  [System.IO.File]::WriteAllText("$staged\program.ps1", $Values['program'], (New-Object System.Text.UTF8Encoding($true)))
  [System.IO.File]::WriteAllText("$staged\run.ps1", $Runner)
  [System.IO.File]::WriteAllText("$staged\limit", $Values['timeout-seconds'])
  $staged
}

function Get-OtherRunning {
  foreach ($folder in Get-ChildItem "$Root\ops" -Directory) {
    if ($folder.Name.StartsWith('.new.')) { continue }
    if ((Get-State $folder.FullName) -eq 'running') { return $folder.Name }
    if (Test-Path "$($folder.FullName)\env") { Remove-Item "$($folder.FullName)\env" }
  }
  ''
}

# The first operation that was started here and overtakes this one: lines "<server>:<kind> <round> <attempt>" say what does.
function Get-Overtaking([string]$Lines) {
  foreach ($line in $Lines.Split("`n")) {
    $words = $line.Trim().Split(' ')
    if ($words.Length -ne 3) { continue }
    $prefix = ($words[0] -replace ':', '_') + '_'
    foreach ($folder in Get-ChildItem "$Root\ops" -Directory) {
      if (-not $folder.Name.StartsWith($prefix, [StringComparison]::Ordinal)) { continue }
      if ($folder.Name.Substring($prefix.Length) -notmatch '^([0-9]{1,9})_([0-9]{1,9})$') { continue }
      $later = [long]$Matches[1] - [long]$words[1]
      if ($later -gt 0 -or ($later -eq 0 -and [long]$Matches[2] -ge [long]$words[2])) { return $folder.Name }
    }
  }
  ''
}

# Started through WMI, outside the job of the remote shell, which ends all its processes with it.
function Start-Detached([string]$Folder) {
  $line = "powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$Folder\run.ps1`" `"$Folder`""
  $made = Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{ CommandLine = $line }
  if ($made.ReturnValue -ne 0) { throw "Win32_Process.Create answered $($made.ReturnValue)" }
  for ($i = 0; $i -lt 100 -and -not (Test-Path "$Folder\pid"); $i++) { Start-Sleep -Milliseconds 200 }
}

function Start-Locked([string]$Folder, [string]$Staged, [string]$OvertakenBy) {
  if (Test-Path $Folder) { Write-State $Folder; return }
  $other = Get-OtherRunning
  if ($other -ne '') { Say 'state' 'busy'; Say 'busy-operation' $other; return }
  $other = Get-Overtaking $OvertakenBy
  if ($other -ne '') { Say 'state' 'overtaken'; Say 'overtaking-operation' $other; return }
  Move-Item $Staged $Folder
  Start-Detached $Folder
  if ((Get-State $Folder) -eq 'lost') { Write-State $Folder; return }
  Say 'state' 'started'
  Say 'started' ([System.IO.File]::ReadAllText("$Folder\started"))
}

# The lock is a mutex of the system: whoever dies lets go of it.
function Invoke-Start {
  $values = Read-Payload
  New-PrivateFolder "$Root\ops"
  $staged = New-Staged $values
  $mutex = New-Object System.Threading.Mutex($false, 'Global\ConvoyOperations')
  $held = $false
  try {
    try { $held = $mutex.WaitOne(10000) } catch [System.Threading.AbandonedMutexException] { $held = $true }
    if ($held) { Start-Locked (Get-Folder $OperationId) $staged (Get-Value $values 'overtaken-by') }
    else { Say 'state' 'busy'; Say 'busy-operation' 'starting' }
  } finally {
    if ($held) { $mutex.ReleaseMutex() }
    $mutex.Dispose()
    if (Test-Path $staged) { Remove-Item -Recurse -Force $staged }
  }
}

if ($OperationId -eq '-' -and @('check', 'agent', 'put') -notcontains $Verb) { throw "$Verb needs an operation" }
switch ($Verb) {
  'check' { Invoke-Check }
  'agent' { Invoke-Agent }
  'put' { Invoke-Put }
  'start' { Invoke-Start }
  'status' { Write-State (Get-Folder $OperationId) }
}
Say 'end' '0'
