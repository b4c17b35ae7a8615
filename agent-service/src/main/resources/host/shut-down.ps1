# Shuts the host down. Whoever started this has the answer before the host goes.
$ErrorActionPreference = 'Stop'
Start-Sleep -Seconds 5
Stop-Computer -Force
'the host was told to shut down'
# As long as this runs the host is about to go off.
$end = [DateTime]::UtcNow.AddSeconds([int]$env:CONVOY_WAIT)
while ([DateTime]::UtcNow -lt $end) { Start-Sleep -Seconds 5 }
exit 75
