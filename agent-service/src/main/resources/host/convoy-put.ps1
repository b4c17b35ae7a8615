# ---- put: a file in parts, named by its SHA-512; what has arrived stays when the session is lost. --------------------

# The bytes of the part come in CONVOY_DATA_0, _1, ... of the remote shell, as base64.
function Read-Data {
  $text = New-Object System.Text.StringBuilder
  for ($i = 0; Test-Path "Env:CONVOY_DATA_$i"; $i++) {
    [void]$text.Append((Get-Item "Env:CONVOY_DATA_$i").Value)
    Remove-Item "Env:CONVOY_DATA_$i"
  }
  , [Convert]::FromBase64String($text.ToString())
}

function Get-Size([string]$File) { if (Test-Path $File) { (New-Object System.IO.FileInfo($File)).Length } else { 0 } }

function Get-Free { (New-Object System.IO.DriveInfo($Root.Substring(0, 1))).AvailableFreeSpace }

# ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED
function Test-Full($Exception) {
  for ($each = $Exception; $null -ne $each; $each = $each.InnerException) {
    if ($each -is [System.IO.IOException] -and @(112, 39, 1295) -contains ($each.HResult -band 0xFFFF)) { return $true }
  }
  $false
}

# Appends where the file ends at the offset; a part that does not go in whole leaves the file as it was.
function Add-Part([string]$File, [long]$Offset, [byte[]]$Data) {
  $stream = New-Object System.IO.FileStream($File, 'OpenOrCreate', 'ReadWrite', 'None')
  try {
    if ($stream.Length -ne $Offset) { return }
    try {
      [void]$stream.Seek(0, 'End')
      $stream.Write($Data, 0, $Data.Length)
      $stream.Flush($true)
    } catch {
      $stream.SetLength($Offset)
      throw
    }
  } finally {
    $stream.Dispose()
  }
}

function Write-Arrived([string]$File, [string]$Digest, [long]$Size) {
  $arrived = Get-Size "$File.part"
  if ($arrived -lt $Size) { Say 'put' 'part' }
  elseif ($arrived -eq $Size -and (Get-FileHash -Algorithm SHA512 "$File.part").Hash -eq $Digest) {
    Move-Item -Force "$File.part" $File
    Say 'put' 'whole'
  } else {
    Remove-Item -Force "$File.part"
    $arrived = 0
    Say 'put' 'broken'
  }
  Say 'arrived' "$arrived"
}

function Write-Part([string]$File, $Values, [byte[]]$Data) {
  if (Test-Path $File) { Say 'put' 'whole'; return }
  $size = [long](Get-Value $Values 'size')
  $offset = [long](Get-Value $Values 'offset')
  $full = $Data.Length -gt 0 -and $size - $offset -gt (Get-Free)
  if (-not $full) {
    try { Add-Part "$File.part" $offset $Data } catch { if (Test-Full $_.Exception) { $full = $true } else { throw } }
  }
  if ($full) {
    Say 'put' 'full'
    Say 'arrived' "$(Get-Size "$File.part")"
  } else {
    Write-Arrived $File (Get-Value $Values 'sha512') $size
  }
}

# What a session that was left still writes is waited for: the system lets go of the mutex of whoever ends.
function Invoke-Put {
  $values = Read-Payload
  $data = Read-Data
  if ((Get-Value $values 'sha512') -cnotmatch '^[0-9a-f]{128}\z') { throw 'not a SHA-512' }
  foreach ($name in 'size', 'offset') {
    if ((Get-Value $values $name) -notmatch '^[0-9]{1,12}\z') { throw "$name is not a number" }
  }
  $folder = "$Root\installers"
  New-PrivateFolder $folder
  $mutex = New-Object System.Threading.Mutex($false, 'Global\ConvoyPut')
  $held = $false
  try {
    try { $held = $mutex.WaitOne(20000) } catch [System.Threading.AbandonedMutexException] { $held = $true }
    if (-not $held) { throw 'another session is writing' }
    $digest = Get-Value $values 'sha512'
    Get-ChildItem $folder |
      Where-Object { -not $_.Name.StartsWith($digest) -and $_.LastWriteTimeUtc -lt [DateTime]::UtcNow.AddDays(-7) } |
      Remove-Item -Force -ErrorAction SilentlyContinue
    Write-Part "$folder\$digest" $values $data
  } finally {
    if ($held) { $mutex.ReleaseMutex() }
    $mutex.Dispose()
  }
}

