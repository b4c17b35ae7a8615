# Installs the AWS replication agent. All values come by the environment; runs in the folder of its operation.
set -eu
umask 077
installer=./aws-replication-installer-init
trap 'rm -f "$installer" "$installer.sha512"' EXIT

have() { command -v "$1" >/dev/null 2>&1; }
fetch() {
  if have curl; then curl --fail --silent --show-error --location --retry 3 --connect-timeout 10 --output "$2" "$1"
  elif have wget; then wget --quiet --tries=3 --timeout=30 --output-document="$2" "$1"
  else python3 -c 'import shutil,sys,urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=30) as i, open(sys.argv[2], "wb") as o: shutil.copyfileobj(i, o)' "$1" "$2"
  fi
}
sha512() { if have sha512sum; then sha512sum "$1"; else openssl dgst -sha512 -r "$1"; fi | cut -d ' ' -f 1; }

if [ -n "${CONVOY_INSTALLER_SHA512:-}" ]; then
  cp "${CONVOY_ROOT:-/var/lib/convoy}/installers/$CONVOY_INSTALLER_SHA512" "$installer" ||
    { echo "the installer that was pushed is not there any more"; exit 10; }
  echo "$CONVOY_INSTALLER_SHA512" > "$installer.sha512"
else
  fetch "$CONVOY_INSTALLER_URL" "$installer" || { echo "download of the installer failed"; exit 10; }
  fetch "$CONVOY_INSTALLER_SHA512_URL" "$installer.sha512" || { echo "download of its hash failed"; exit 10; }
fi
wanted=$(tr 'A-F' 'a-f' < "$installer.sha512" | grep -oE '[0-9a-f]{128}' | head -n 1)
if [ -z "$wanted" ] || [ "$(sha512 "$installer")" != "$wanted" ]; then
  echo "the installer does not have its published SHA-512; nothing was run"
  exit 11
fi
chmod 0700 "$installer"

set -- --region "$CONVOY_REGION" --no-prompt
# Installed again over the old agent, it goes on with a replication whose settings MGN holds.
[ "${CONVOY_REPLICATE:-no}" = yes ] || set -- "$@" --no-replication
set -- "$@" --user-provided-id "$CONVOY_SERVER_ID"
[ -z "$CONVOY_S3_ENDPOINT" ] || set -- "$@" --s3-endpoint "$CONVOY_S3_ENDPOINT"
[ -z "$CONVOY_ENDPOINT" ] || set -- "$@" --endpoint "$CONVOY_ENDPOINT"
[ -z "${CONVOY_DEVICES:-}" ] || set -- "$@" --devices "$CONVOY_DEVICES"
if [ -n "${CONVOY_TAGS:-}" ]; then
  set -- "$@" --tags
  while IFS= read -r tag; do set -- "$@" "$tag"; done <<CONVOY_TAGS
$CONVOY_TAGS
CONVOY_TAGS
fi
if [ -n "${AWS_ACCESS_KEY_ID:-}" ]; then
  # Where it takes no keys from its environment it prompts for them; printf is part of the shell, so ps shows nothing.
  printf '%s\n%s\n%s\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" | "$installer" "$@"
else
  "$installer" "$@" </dev/null
fi
