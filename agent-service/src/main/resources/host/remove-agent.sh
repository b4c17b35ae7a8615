# Removes the AWS replication agent by its own uninstaller and looks whether it is gone. Done twice it says so.
set -u
home=${CONVOY_SYSTEM:-}/var/lib/aws-replication-agent
uninstaller=$home/uninstall-agent.sh

# The uninstaller leaves logs behind; an agent without its programs and its service is none.
left() {
  if [ -e "$uninstaller" ]; then echo "its uninstaller is still there"
  elif pgrep -u aws-replication >/dev/null 2>&1; then echo "its processes still run"
  elif command -v systemctl >/dev/null 2>&1 && systemctl is-active --quiet aws-replication 2>/dev/null; then
    echo "its service still runs"
  fi
}

if [ ! -e "$uninstaller" ]; then
  still=$(left)
  if [ -z "$still" ]; then echo "no replication agent is installed"; exit 0; fi
  echo "there is no uninstaller, and $still"
  exit 20
fi
(cd / && "$uninstaller" </dev/null)
code=$?
still=$(left)
if [ "$code" -ne 0 ]; then echo "the uninstaller ended with exit code $code${still:+, and $still}"; exit 22; fi
if [ -n "$still" ]; then echo "the uninstaller ended well, but $still"; exit 20; fi
echo "the replication agent is removed"
