# Opens the break-glass account: makes it, or renews one that Convoy made, gives it sudo and looks whether both hold.
# Done twice it is the same. An account of that name that Convoy did not make is never touched.
set -u
umask 022
LC_ALL=C
export LC_ALL
secret=${BREAK_GLASS_PASSWORD:-}
unset BREAK_GLASS_PASSWORD
key=${CONVOY_AUTHORIZED_KEY:-}
user=$CONVOY_USER
system=${CONVOY_SYSTEM:-}
mark='convoy break-glass'
home=$system/home/$user
rule=$system/etc/sudoers.d/convoy-break-glass
known=$system/var/lib/convoy/break-glass

have() { command -v "$1" >/dev/null 2>&1; }
fail() { echo "$2"; exit "$1"; }
entry() { if have getent; then getent passwd "$1"; else grep "^$1:" "$system/etc/passwd"; fi; }
is_ours() { gecos=$(entry "$1" | cut -d : -f 5); [ "${gecos%%,*}" = "$mark" ]; }

for each in useradd usermod chpasswd visudo sudo; do have "$each" || fail 44 "$each is not on the host: nothing was opened"; done
order=0 before=
if [ -f "$known" ]; then read -r order before < "$known" || :; fi
case $order in '' | *[!0-9]*) order=0 ;; esac
[ "$CONVOY_ORDER" -ge "$order" ] || fail 47 "it was closed since this was asked: nothing was opened"
[ -z "${before:-}" ] || [ "$before" = "$user" ] || fail 41 "the account $before of another configuration is still open: close it first"

if id "$user" >/dev/null 2>&1; then
  is_ours "$user" || fail 41 "the account $user is there, and Convoy did not make it: nothing was opened"
elif [ -e "$home" ] && [ -z "${before:-}" ]; then
  fail 41 "$home is there without an account, and Convoy did not make it: nothing was opened"
fi
# Said before it is made, so that whoever closes it knows of it.
mkdir -p "${known%/*}" && echo "$CONVOY_ORDER $user" > "$known.new" && mv -f "$known.new" "$known" || fail 42 "$known cannot be written"
if ! id "$user" >/dev/null 2>&1; then
  rm -rf "$home"
  shell=/bin/sh
  [ ! -x /bin/bash ] || shell=/bin/bash
  useradd -m -d "$home" -c "$mark" -s "$shell" -e "$CONVOY_EXPIRES" "$user" || fail 42 "the account $user cannot be made"
fi
usermod -e "$CONVOY_EXPIRES" "$user" || fail 42 "the account $user cannot be given its last day"
if [ -n "$secret" ]; then
  printf '%s:%s\n' "$user" "$secret" | chpasswd || fail 42 "its password cannot be set"
  tag=
else
  usermod -p '*' "$user" || fail 42 "its password cannot be blocked"
  tag='NOPASSWD: '
fi
if [ -n "$key" ]; then
  mkdir -p "$home/.ssh" && printf '%s\n' "$key" > "$home/.ssh/authorized_keys" && chmod 0700 "$home/.ssh" &&
    chmod 0600 "$home/.ssh/authorized_keys" && chown -R "$user:" "$home/.ssh" || fail 42 "its key cannot be put into $home"
  ! have restorecon || restorecon -R "$home/.ssh" || fail 42 "its key cannot be labelled"
else
  rm -f "$home/.ssh/authorized_keys"
fi

# sudo reads no file whose name holds a dot, so a rule is read only once it was checked.
mkdir -p "${rule%/*}" && printf '%s ALL=(ALL:ALL) %sALL\n' "$user" "$tag" > "$rule.new" && chmod 0440 "$rule.new" ||
  fail 43 "its rule of sudo cannot be written"
visudo -cf "$rule.new" >/dev/null 2>&1 || { rm -f "$rule.new"; fail 43 "visudo refuses its rule of sudo"; }
mv -f "$rule.new" "$rule" || fail 43 "its rule of sudo cannot be put in place"

id "$user" >/dev/null 2>&1 && is_ours "$user" || fail 42 "the account $user was made and is not there"
sudo -n -l -U "$user" 2>/dev/null | grep -q 'ALL) .*ALL' || fail 43 "the account $user has no sudo: does sudoers include sudoers.d?"
echo "the account $user is open, at the latest to the beginning of $CONVOY_EXPIRES"
