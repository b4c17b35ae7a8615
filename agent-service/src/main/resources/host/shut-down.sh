# Shuts the host down. Whoever started this has the answer before the host goes.
sleep 5
sync
if [ -d /run/systemd/system ] && command -v systemctl >/dev/null 2>&1; then
  systemctl --no-wall poweroff || exit 1
elif command -v shutdown >/dev/null 2>&1; then
  shutdown -h now || exit 1
else
  poweroff || exit 1
fi
echo 'the host was told to shut down'
# As long as this runs the host is about to go off.
left=${CONVOY_WAIT:-540}
while [ "$left" -gt 0 ]; do
  sleep 5
  left=$((left - 5))
done
exit 75
