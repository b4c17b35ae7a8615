# Starts and ends hosts: sh fleet.sh <folder>. A line on standard input is the folder of a host to be started; the end of standard
# input ends them all. Each is a real sshd in namespaces of its own: its processes, its /var/lib, its users and sudoers. The kernel
# ends everything that runs on a host when its sshd ends, and its sshd when the process that waits for it here does.
folder=$1
while read -r host; do
  unshare --mount --pid --fork --kill-child --mount-proc --propagation private \
    /bin/sh "$folder/host.sh" "$folder" "$host" </dev/null >"$host/out" 2>&1 &
  hosts="$hosts $!"
done
for host in $hosts; do
  kill -KILL $(cat "/proc/$host/task/$host/children") 2>/dev/null || kill -KILL "$host" 2>/dev/null
done
wait
