# Closes the break-glass account: ends what runs as it, removes it with its folder and its sudo, and looks whether all are
# gone. Done twice it is the same. An account of that name that Convoy did not make is never touched.
set -u
umask 022
LC_ALL=C
export LC_ALL
user=$CONVOY_USER
system=${CONVOY_SYSTEM:-}
mark='convoy break-glass'
rule=$system/etc/sudoers.d/convoy-break-glass
known=$system/var/lib/convoy/break-glass

have() { command -v "$1" >/dev/null 2>&1; }
fail() { echo "$2"; exit "$1"; }
entry() { if have getent; then getent passwd "$1"; else grep "^$1:" "$system/etc/passwd"; fi; }
is_ours() { gecos=$(entry "$1" | cut -d : -f 5); [ "${gecos%%,*}" = "$mark" ]; }

order=0 before=
if [ -f "$known" ]; then read -r order before < "$known" || :; fi
case $order in '' | *[!0-9]*) order=0 ;; esac
case ${before:-} in [!a-z]* | *[!a-z0-9-]*) before= ;; esac
[ "$order" -gt "$CONVOY_ORDER" ] || order=$CONVOY_ORDER
# What was asked before and comes late opens nothing any more.
mkdir -p "${known%/*}" && echo "$order ${before:-}" > "$known.new" && mv -f "$known.new" "$known" || fail 52 "$known cannot be written"
[ -z "${before:-}" ] || user=$before
home=$system/home/$user

rm -f "$rule" "$rule.new"
foreign=
if id "$user" >/dev/null 2>&1; then
  if is_ours "$user"; then
    usermod -L -e 1970-01-02 "$user"
    ! have crontab || crontab -r -u "$user" 2>/dev/null
    tries=0
    while id "$user" >/dev/null 2>&1 && [ "$tries" -lt 5 ]; do
      tries=$((tries + 1))
      ! have loginctl || loginctl terminate-user "$user" 2>/dev/null
      pkill -KILL -u "$user"
      userdel -r "$user" || { [ "$tries" -ge 5 ] || sleep 1; }
    done
  else foreign=yes; fi
fi
if [ -z "$foreign" ]; then
  id "$user" >/dev/null 2>&1 && fail 50 "the account $user is still there"
  # A folder that nobody knows to be of Convoy stays.
  [ -z "${before:-}" ] || rm -rf "$home"
  [ -z "${before:-}" ] || [ ! -e "$home" ] || fail 51 "its folder $home is still there"
fi
[ ! -e "$rule" ] || fail 51 "its rule of sudo is still there"
echo "$order" > "$known.new" && mv -f "$known.new" "$known" || fail 52 "$known cannot be written"
if [ -n "$foreign" ]; then echo "there is an account $user that Convoy did not make, which stays; none of Convoy's is there"
else echo "the account $user is not there, nor its folder, nor its sudo"; fi
