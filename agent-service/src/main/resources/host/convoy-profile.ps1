# ---- servers that need a decision, checks of the configuration, and the profile --------------------------------------

# What the block finds, each once; empty where it finds nothing or the system has no such thing.
function Find([scriptblock]$Block) {
  try { @(& $Block | Where-Object { $null -ne $_ -and "$_" -ne '' } | ForEach-Object { "$_" } | Sort-Object -Unique) } catch { @() }
}

function Test-Trait([string]$Name, [scriptblock]$Block) {
  try {
    $found = @(& $Block | ForEach-Object { "$_" } | Sort-Object -Unique | Select-Object -First 8)
    if ($found.Count -gt 0) { Check $Name 'decide' ($found -join ', ') } else { Check $Name 'ok' 'none' }
  } catch {
    Check $Name 'warn' "cannot be told: $($_.Exception.Message)"
  }
}

function Test-Traits($System) {
  Test-Trait 'domain-controller' { if ($null -ne $System -and $System.DomainRole -ge 4) { "controller of $($System.Domain)" } }
  Test-Trait 'cluster-node' {
    Get-Service -Name ClusSvc, vcs* -ErrorAction SilentlyContinue | Where-Object { $_.Status -eq 'Running' } | ForEach-Object { $_.Name }
  }
  Test-Trait 'database-replication' { Find-DatabaseReplication }
  Test-Trait 'shared-disk' {
    Get-CimInstance -Namespace 'root/Microsoft/Windows/Storage' -ClassName MSFT_Disk | ForEach-Object {
      if ($_.BusType -eq 9) { "iSCSI disk $($_.Number)" } elseif ($_.IsClustered) { "cluster disk $($_.Number)" }
    }
  }
  Test-Trait 'several-cards' {
    $cards = @(Get-CimInstance Win32_NetworkAdapterConfiguration -Filter 'IPEnabled = TRUE' |
      Where-Object { $_.Description -notmatch 'Hyper-V Virtual Ethernet|Loopback|Failover Cluster Virtual' })
    if ($cards.Count -gt 1) { $cards | ForEach-Object { $_.Description } }
  }
  Test-Trait 'static-routes' {
    Get-CimInstance Win32_IP4PersistedRouteTable | Where-Object { $_.Destination -ne '0.0.0.0' } |
      ForEach-Object { "$($_.Destination) via $($_.NextHop)" }
  }
  # USB vendors that make nothing but licence keys: SafeNet HASP and Sentinel, Wibu CodeMeter, Feitian, KEYLOK, Matrix.
  Test-Trait 'dongle' {
    Get-CimInstance Win32_PnPEntity -Filter "DeviceID LIKE 'USB%'" |
      Where-Object { $_.DeviceID -match 'VID_(0529|04B9|064F|096E|07F2|0E50)' } | ForEach-Object { $_.Name }
  }
}

# Availability groups by the registry; log shipping where this account may read msdb, within 3 s for each instance.
function Find-DatabaseReplication {
  $base = 'HKLM:\SOFTWARE\Microsoft\Microsoft SQL Server'
  $names = Get-Item "$base\Instance Names\SQL" -ErrorAction SilentlyContinue
  if ($null -eq $names) { return }
  $found = @()
  $untold = @()
  foreach ($instance in $names.GetValueNames()) {
    $hadr = Get-ItemProperty "$base\$($names.GetValue($instance))\MSSQLServer\HADR" -ErrorAction SilentlyContinue
    if ($null -ne $hadr -and $hadr.HADR_Enabled -eq 1) { $found += "SQL Server availability groups of $instance" }
    $service = if ($instance -eq 'MSSQLSERVER') { $instance } else { "MSSQL`$$instance" }
    $runs = Get-Service $service -ErrorAction SilentlyContinue
    if ($null -eq $runs -or $runs.Status -ne 'Running') { continue }
    $server = if ($instance -eq 'MSSQLSERVER') { '.' } else { ".\$instance" }
    $connection = New-Object System.Data.SqlClient.SqlConnection("Server=$server;Database=msdb;Integrated Security=True;Connect Timeout=3")
    try {
      $connection.Open()
      $command = $connection.CreateCommand()
      $command.CommandTimeout = 3
      $command.CommandText = 'SELECT (SELECT COUNT(*) FROM log_shipping_primary_databases) + (SELECT COUNT(*) FROM log_shipping_secondary)'
      if ([int]$command.ExecuteScalar() -gt 0) { $found += "SQL Server log shipping of $instance" }
    } catch {
      $untold += $instance
    } finally {
      $connection.Dispose()
    }
  }
  if ($found.Count -eq 0 -and $untold.Count -gt 0) { throw "this account may not read msdb of $($untold -join ', ') for log shipping" }
  $found
}

# The exit code of a check's text is its verdict, its last line the detail; one that hangs is ended after 30 s.
function Test-Own($Values) {
  foreach ($key in @($Values.Keys | Where-Object { $_ -match '^own\.[a-z0-9-]+$' } | Sort-Object)) {
    $name = $key.Substring(4)
    $info = New-Object System.Diagnostics.ProcessStartInfo
    $info.FileName = 'powershell.exe'
    $info.Arguments = '-NoProfile -NonInteractive -EncodedCommand ' +
      [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes("`$ProgressPreference = 'SilentlyContinue'`n$($Values[$key])"))
    $info.UseShellExecute = $false
    $info.CreateNoWindow = $true
    $info.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($info)
    $output = $process.StandardOutput.ReadToEndAsync()
    if (-not $process.WaitForExit(30000)) {
      & taskkill.exe /T /F /PID $process.Id | Out-Null
      Check $name 'fail' 'no end within 30 s'
      continue
    }
    $lines = @("$($output.Result)".Split("`n") | ForEach-Object { $_.Trim() } | Where-Object { $_ -ne '' })
    $detail = if ($lines.Count -gt 0) { $lines[-1] } else { 'no output' }
    if ($detail.Length -gt 400) { $detail = $detail.Substring(0, 400) }
    if ($process.ExitCode -eq 0) { Check $name 'ok' $detail }
    else { Check $name 'fail' "$detail (exit code $($process.ExitCode), 0 needed)" }
  }
}

function Say-Lines([string]$Name, [int]$Most, [scriptblock]$Block) { Say $Name (@(Find $Block | Select-Object -First $Most) -join "`n") }

function Write-Profile($Os) {
  Say 'hostname' ([Net.Dns]::GetHostEntry('').HostName)
  Say 'os' $(if ($null -ne $Os) { $Os.Caption } else { 'Windows' })
  Say 'kernel' "$([Environment]::OSVersion.Version)"
  Say-Lines 'mounts' 200 {
    Get-CimInstance Win32_LogicalDisk -Filter 'DriveType=3' | ForEach-Object { "$($_.DeviceID) $([long]($_.Size / 1MB)) MiB" }
  }
  $listeners = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners()
  Say 'ports' (($listeners | ForEach-Object { $_.Port } | Sort-Object -Unique | Select-Object -First 500) -join "`n")
  Say-Lines 'services' 300 { Get-Service | Where-Object { $_.Status -eq 'Running' } | ForEach-Object { $_.Name } }
  Say-Lines 'enabled' 300 { Get-CimInstance Win32_Service -Filter "StartMode = 'Auto'" | ForEach-Object { $_.Name } }
  Say-Lines 'disks' 100 {
    Get-CimInstance Win32_DiskDrive | Where-Object { $_.MediaType -match 'Fixed' } | ForEach-Object { "c:$($_.Index) $($_.Size)" }
  }
  Say-Lines 'addresses' 50 {
    Get-CimInstance Win32_NetworkAdapterConfiguration -Filter 'IPEnabled = TRUE' | ForEach-Object { $_.IPAddress }
  }
  Say 'time-zone' ([TimeZoneInfo]::Local.Id)
  Say-Lines 'packages' 200 {
    foreach ($branch in 'HKLM:\SOFTWARE', 'HKLM:\SOFTWARE\WOW6432Node') {
      Get-ItemProperty "$branch\Microsoft\Windows\CurrentVersion\Uninstall\*" -ErrorAction SilentlyContinue |
        Where-Object { $_.PSObject.Properties['DisplayName'] -and $_.PSObject.Properties['DisplayVersion'] } |
        ForEach-Object { "$($_.DisplayName) $($_.DisplayVersion)" }
    }
  }
  Say 'host-time' ([DateTimeOffset]::UtcNow.ToUnixTimeSeconds())
}

