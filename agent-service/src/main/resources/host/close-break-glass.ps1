# Closes the break-glass account: ends its sessions, removes it and looks whether it is gone. Done twice it is the same.
# An account of that name that Convoy did not make is never touched.
# <break-glass.ps1>
$order = [long]0
$before = ''
if (Test-Path -LiteralPath $known) {
  $words = @([System.IO.File]::ReadAllText($known).Trim().Split(' '))
  [void][long]::TryParse($words[0], [ref]$order)
  if ($words.Count -gt 1 -and $words[1] -cmatch '^[a-z][a-z0-9-]{0,19}$') { $before = $words[1] }
}
$order = [Math]::Max($order, [long]$env:CONVOY_ORDER)
# What was asked before and comes late opens nothing any more.
[void](New-Item -ItemType Directory -Force (Split-Path $known))
[System.IO.File]::WriteAllText($known, "$order $before".Trim())
if ($before -ne '') { $user = $before }
if (-not (Get-Command Get-LocalUser -ErrorAction SilentlyContinue)) {
  if ($before -eq '') { Write-Output "none was ever opened: Get-LocalUser is not on the host"; exit 0 }
  Stop-With 50 'Get-LocalUser is not on the host any more'
}
$there = Get-Ours $user
if ($there -and $there.Description -ne $mark) {
  [System.IO.File]::WriteAllText($known, "$order")
  Write-Output "there is an account $user that Convoy did not make, which stays; none of Convoy's is there"
  exit 0
}
$still = $false
try {
  if ($there) {
    Disable-LocalUser -Name $user
    foreach ($process in @(Get-CimInstance Win32_Process)) {
      $owner = Invoke-CimMethod -InputObject $process -MethodName GetOwnerSid -ErrorAction SilentlyContinue
      if ($owner -and $owner.Sid -eq $there.SID.Value) { Stop-Process -Force -ErrorAction SilentlyContinue -Id $process.ProcessId }
    }
    Remove-LocalUser -SID $there.SID
    Get-CimInstance Win32_UserProfile | Where-Object { $_.SID -eq $there.SID.Value } | Remove-CimInstance -ErrorAction SilentlyContinue
    $still = Test-Administrator $there.SID.Value
  }
} catch {
  Stop-With 50 "the account $user cannot be removed: $($_.Exception.Message)"
}
if (Get-Ours $user) { Stop-With 50 "the account $user is still there" }
if ($still) { Stop-With 51 "the account $user is gone, and still among the administrators" }
[System.IO.File]::WriteAllText($known, "$order")
Write-Output "the account $user is not there, nor among the administrators"
exit 0
