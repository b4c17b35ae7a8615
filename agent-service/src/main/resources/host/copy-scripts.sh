# Copies the scripts that MGN runs after a launch. They follow as calls of put and one of finish.
set -u
umask 077
place=${CONVOY_SYSTEM:-}/boot/post_launch
known=${CONVOY_SYSTEM:-}/var/lib/convoy/post-launch
owner=aws-replication

have() { command -v "$1" >/dev/null 2>&1; }
decode() {
  if have base64; then base64 -d; elif have openssl; then openssl base64 -d
  else python3 -c 'import base64,sys; sys.stdout.buffer.write(base64.b64decode(sys.stdin.read()))'; fi
}
sha256() { if have sha256sum; then sha256sum "$1"; else openssl dgst -sha256 -r "$1"; fi | cut -d ' ' -f 1; }
fail() { echo "$2"; exit "$1"; }

id "$owner" >/dev/null 2>&1 || fail 31 "user $owner of the agent is not there"
mkdir -p "$place" "${known%/*}" || fail 32 "$place cannot be made"
chmod 0755 "$place"
touch "$known" || fail 32 "$known cannot be written"

put() { # file, checksum; its base64 on standard input
  if [ -f "$place/$1" ] && [ "$(sha256 "$place/$1")" = "$2" ]; then cat >/dev/null; else
    new=$place/.convoy-$$
    decode > "$new" || fail 32 "$1 cannot be written to $place"
    [ "$(sha256 "$new")" = "$2" ] || { rm -f "$new"; fail 30 "$1 does not have its checksum"; }
    mv -f "$new" "$place/$1" || fail 32 "$1 cannot be put into $place"
  fi
  chown "$owner" "$place/$1" && chmod 0750 "$place/$1" || fail 32 "$1 cannot be given to $owner"
  grep -qxF "$1" "$known" || echo "$1" >> "$known"
}
finish() { # "file checksum" for each that is to be there
  while IFS= read -r name; do
    wanted=no
    for each in "$@"; do [ "${each% *}" != "$name" ] || wanted=yes; done
    [ "$wanted" = yes ] || rm -f "$place/$name" || fail 32 "$name cannot be removed"
  done < "$known"
  : > "$known.new"
  for each in "$@"; do
    [ "$(sha256 "$place/${each% *}")" = "${each#* }" ] || fail 30 "${each% *} was read back with another checksum"
    echo "${each% *}" >> "$known.new"
  done
  mv -f "$known.new" "$known" || fail 32 "$known cannot be written"
  echo "$# post-launch scripts are in place"
}

