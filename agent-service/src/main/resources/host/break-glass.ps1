$ErrorActionPreference = 'Stop'
$user = $env:CONVOY_USER
$mark = 'convoy break-glass'
$known = Join-Path $env:ProgramData 'Convoy\break-glass.txt'

function Stop-With([int]$Code, [string]$Why) { Write-Output $Why; exit $Code }
function Get-Ours([string]$Name) { Get-LocalUser -ErrorAction SilentlyContinue | Where-Object { $_.Name -eq $Name } }
# Get-LocalGroupMember fails where a member of the group cannot be named any more.
function Test-Administrator([string]$Sid) {
  $group = New-Object System.Security.Principal.SecurityIdentifier('S-1-5-32-544')
  $name = $group.Translate([System.Security.Principal.NTAccount]).Value.Split('\')[-1]
  foreach ($each in @(([ADSI]"WinNT://./$name,group").psbase.Invoke('Members'))) {
    $bytes = $each.GetType().InvokeMember('objectSid', 'GetProperty', $null, $each, $null)
    if ((New-Object System.Security.Principal.SecurityIdentifier($bytes, 0)).Value -eq $Sid) { return $true }
  }
  $false
}

