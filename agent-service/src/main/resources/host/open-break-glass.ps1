# Opens the break-glass account: makes it, or renews one that Convoy made, puts it among the administrators and looks
# whether both hold. Done twice it is the same. An account of that name that Convoy did not make is never touched.
# <break-glass.ps1>
if (-not (Get-Command New-LocalUser -ErrorAction SilentlyContinue)) {
  Stop-With 44 'New-LocalUser is not on the host (Windows PowerShell 5.1 has it): nothing was opened'
}
$order = [long]0
$before = ''
if (Test-Path -LiteralPath $known) {
  $words = @([System.IO.File]::ReadAllText($known).Trim().Split(' '))
  [void][long]::TryParse($words[0], [ref]$order)
  if ($words.Count -gt 1) { $before = $words[1] }
}
if ([long]$env:CONVOY_ORDER -lt $order) { Stop-With 47 'it was closed since this was asked: nothing was opened' }
if ($before -ne '' -and $before -ne $user) { Stop-With 41 "the account $before of another configuration is still open: close it first" }
$there = Get-Ours $user
if ($there -and $there.Description -ne $mark) {
  Stop-With 41 "the account $user is there, and Convoy did not make it: nothing was opened"
}
# Said before it is made, so that whoever closes it knows of it.
[void](New-Item -ItemType Directory -Force (Split-Path $known))
[System.IO.File]::WriteAllText($known, "$($env:CONVOY_ORDER) $user")
try {
  $until = [DateTime]::ParseExact($env:CONVOY_EXPIRES, 'yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture,
    [Globalization.DateTimeStyles]::AssumeUniversal)
  $secret = New-Object System.Security.SecureString
  foreach ($each in $env:BREAK_GLASS_PASSWORD.ToCharArray()) { $secret.AppendChar($each) }
  Remove-Item Env:BREAK_GLASS_PASSWORD
  if ($there) {
    Set-LocalUser -Name $user -Password $secret -AccountExpires $until
    Enable-LocalUser -Name $user
  } else {
    [void](New-LocalUser -Name $user -Password $secret -AccountExpires $until -Description $mark)
  }
  $sid = (Get-Ours $user).SID
  if (-not (Test-Administrator $sid.Value)) { Add-LocalGroupMember -SID 'S-1-5-32-544' -Member $sid }
} catch {
  Stop-With 42 "the account $user cannot be made: $($_.Exception.Message)"
}
$there = Get-Ours $user
if (-not $there -or -not $there.Enabled) { Stop-With 42 "the account $user was made and is not there" }
if (-not (Test-Administrator $there.SID.Value)) {
  Stop-With 43 "the account $user is not among the administrators"
}
Write-Output "the account $user is open, at the latest to the beginning of $($env:CONVOY_EXPIRES)"
exit 0
