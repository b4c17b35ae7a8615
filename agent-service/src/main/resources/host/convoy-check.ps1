# ---- check: what must hold before the agent is installed. Alters nothing. --------------------------------------------

function Test-Endpoint([string]$Name, [string]$Endpoint) {
  if ($Endpoint -eq '') { return }
  $at = $Endpoint.LastIndexOf(':')
  $client = New-Object System.Net.Sockets.TcpClient
  try {
    $attempt = $client.BeginConnect($Endpoint.Substring(0, $at), [int]$Endpoint.Substring($at + 1), $null, $null)
    if (-not $attempt.AsyncWaitHandle.WaitOne(3000)) { throw 'time-out' }
    $client.EndConnect($attempt)
    Check $Name 'ok' "$Endpoint answers"
  } catch {
    Check $Name 'fail' "no connection to $Endpoint within 3 s"
  } finally {
    $client.Close()
  }
}

function Test-Names([string[]]$Endpoints) {
  $missing = @()
  foreach ($endpoint in @($Endpoints | Where-Object { $_ -ne '' })) {
    $name = $endpoint.Substring(0, [Math]::Max(0, $endpoint.LastIndexOf(':')))
    try { [void][Net.Dns]::GetHostAddresses($name) } catch { $missing += $name }
  }
  if ($missing.Count -gt 0) { Check 'dns' 'fail' "no address for $($missing -join ', ')" }
  else { Check 'dns' 'ok' 'all names resolved' }
}

function Test-AtLeast([string]$Name, [long]$Found, [string]$Wanted, [string]$What) {
  if ($Wanted -match '^[0-9]+$' -and $Found -lt [long]$Wanted) { Check $Name 'fail' "$Found MiB $What, $Wanted MiB needed" }
  else { Check $Name 'ok' "$Found MiB $What" }
}

function Get-FreeMib([string]$Path) {
  [long]((New-Object System.IO.DriveInfo([System.IO.Path]::GetPathRoot($Path))).AvailableFreeSpace / 1MB)
}

# Windows Server 2008 R2 to 2025 and Windows 10, of the list of the MGN user guide what the installer run here is for.
function Test-Os($Os) {
  $version = [Environment]::OSVersion.Version
  $what = if ($null -ne $Os) { "$($Os.Caption) $version" } else { "Windows $version" }
  $client = $null -ne $Os -and $Os.ProductType -eq 1
  if ($version -lt [Version]'6.1') { Check 'os' 'fail' "$what, Windows Server 2008 R2 or later needed" }
  elseif ($client -and $version.Build -ge 22000) { Check 'os' 'fail' "$what, Windows 10 or a Windows Server needed" }
  else { Check 'os' 'ok' $what }
}

# WMI says most of what is asked here and starts what runs detached.
function Test-Wmi($Os) {
  $service = Get-Service Winmgmt -ErrorAction SilentlyContinue
  if ($null -eq $service -or $service.Status -ne 'Running') { Check 'wmi' 'fail' 'service Winmgmt does not run, running needed' }
  elseif ($null -eq $Os) { Check 'wmi' 'fail' 'Win32_OperatingSystem cannot be read, a sound repository needed' }
  else { Check 'wmi' 'ok' 'answers' }
}

function Test-System($Os) {
  $principal = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())
  $name = $principal.Identity.Name
  if ($principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) { Check 'root' 'ok' $name }
  else { Check 'root' 'fail' "$name is no administrator here" }
  Test-Os $Os
  if ([Environment]::Is64BitOperatingSystem) { Check 'arch' 'ok' 'x86_64' } else { Check 'arch' 'fail' '32 bit, 64 needed' }
  $version = $PSVersionTable.PSVersion
  if ($version.Major -ge 5) { Check 'powershell' 'ok' "$version" } else { Check 'powershell' 'fail' "$version, 5.1 needed" }
  Test-Wmi $Os
}

# 378389 is .NET Framework 4.5.
function Test-DotNet {
  $installed = Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' -ErrorAction SilentlyContinue
  $release = if ($null -ne $installed -and $installed.PSObject.Properties['Release']) { [int]$installed.Release } else { 0 }
  if ($release -ge 378389) { Check 'dotnet' 'ok' "release $release" }
  else { Check 'dotnet' 'fail' "release $release, 378389 (.NET Framework 4.5) needed" }
}

# On unless the registry turns it off.
function Test-Tls {
  $path = 'HKLM:\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client'
  $set = Get-ItemProperty $path -ErrorAction SilentlyContinue
  $off = @()
  if ($null -ne $set) {
    if ($set.PSObject.Properties['Enabled'] -and $set.Enabled -eq 0) { $off += 'Enabled = 0' }
    if ($set.PSObject.Properties['DisabledByDefault'] -and $set.DisabledByDefault -ne 0) { $off += 'DisabledByDefault = 1' }
  }
  if ($off.Count -gt 0) { Check 'tls-1.2' 'fail' "client has $($off -join ', '), on needed" } else { Check 'tls-1.2' 'ok' 'on' }
}

function Test-PendingReboot {
  $current = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion'
  $why = @()
  if (Test-Path "$current\Component Based Servicing\RebootPending") { $why += 'component servicing' }
  if (Test-Path "$current\WindowsUpdate\Auto Update\RebootRequired") { $why += 'Windows Update' }
  $session = Get-ItemProperty 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager' -ErrorAction SilentlyContinue
  if ($null -ne $session -and $session.PSObject.Properties['PendingFileRenameOperations']) { $why += 'files to be renamed' }
  if ($why.Count -gt 0) { Check 'pending-reboot' 'fail' "pending for $($why -join ', '), none needed" }
  else { Check 'pending-reboot' 'ok' 'none' }
}

# The agents of MGN and of Elastic Disaster Recovery have the same folder; their settings and log name the service.
function Get-Agent {
  $folder = 'C:\Program Files (x86)\AWS Replication Agent'
  if (Test-Path 'C:\Program Files (x86)\CloudEndure') { return @{ Product = 'cloudendure'; Servers = @() } }
  if (-not (Test-Path $folder)) { return @{ Product = 'none'; Servers = @() } }
  $said = @()
  foreach ($file in Get-ChildItem $folder -File -ErrorAction SilentlyContinue) {
    if ($file.Name -notmatch '\.(config|json)$|^agent\.log\.0$') { continue }
    $said += @(Get-Content $file.FullName -Tail 2000 -ErrorAction SilentlyContinue |
      Select-String -AllMatches '(drs|mgn)[.-][a-z0-9.-]*amazonaws\.com|s-[0-9a-f]{17}' |
      ForEach-Object { $_.Matches } | ForEach-Object { $_.Value })
  }
  $said = @($said | Sort-Object -Unique)
  $product = if (@($said | Where-Object { $_ -like 'drs*' }).Count -gt 0) { 'drs' } else { 'mgn' }
  @{ Product = $product; Servers = @($said | Where-Object { $_ -like 's-*' } | Select-Object -First 20) }
}

function Invoke-Agent {
  $agent = Get-Agent
  $running = @(Get-Service -Name 'AwsReplication*' -ErrorAction SilentlyContinue | Where-Object { $_.Status -eq 'Running' })
  Say 'agent' $agent.Product
  Say 'agent-running' $(if ($running.Count -gt 0) { 'yes' } else { 'no' })
  Say 'agent-source-servers' ($agent.Servers -join "`n")
  Say 'hostname' ([Environment]::MachineName)
  Say 'windows-version' ([Environment]::OSVersion.Version.ToString(2))
}

function Test-OtherAgent {
  $agent = Get-Agent
  switch ($agent.Product) {
    'none' { Check 'other-agent' 'ok' 'none' }
    'cloudendure' { Check 'other-agent' 'fail' 'the CloudEndure agent is installed' }
    'drs' { Check 'other-agent' 'fail' 'the agent of AWS Elastic Disaster Recovery is installed' }
    default {
      Check 'other-agent' 'warn' 'an AWS replication agent is installed; one of this server and account is adopted'
      Say 'agent-source-servers' ($agent.Servers -join "`n")
    }
  }
}

function Get-OrNull([string]$Class) { try { Get-CimInstance $Class } catch { $null } }

function Invoke-Check {
  $values = Read-Payload
  $os = Get-OrNull 'Win32_OperatingSystem'
  Test-System $os
  Test-AtLeast 'root-space' (Get-FreeMib $env:SystemDrive) (Get-Value $values 'min-root-mib') "free on $env:SystemDrive"
  Test-AtLeast 'tmp-space' (Get-FreeMib $env:TEMP) (Get-Value $values 'min-tmp-mib') "free on the drive of $env:TEMP"
  if ($null -ne $os) { Test-AtLeast 'ram' ([long]($os.FreePhysicalMemory / 1KB)) (Get-Value $values 'min-ram-mib') 'memory available' }
  $endpoints = @('mgn-endpoint', 's3-endpoint', 'staging-endpoint' | ForEach-Object { Get-Value $values $_ })
  Test-Endpoint 'mgn-443' $endpoints[0]
  Test-Endpoint 's3-443' $endpoints[1]
  Test-Endpoint 'staging-1500' $endpoints[2]
  Test-Names $endpoints
  Test-DotNet
  Test-Tls
  Test-PendingReboot
  Test-OtherAgent
  Test-Traits (Get-OrNull 'Win32_ComputerSystem')
  Test-Own $values
  Write-Profile $os
}

