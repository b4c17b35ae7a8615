# ---- put: a file in parts, named by its SHA-512; what has arrived stays when the connection is lost. -----------------

file_sha512() { if have sha512sum; then sha512sum "$1"; else openssl dgst -sha512 -r "$1"; fi | cut -d ' ' -f 1; }
size_of() { if [ -f "$1" ]; then wc -c < "$1" | tr -d ' '; else echo 0; fi; }

# A write that fails while there is room has another reason.
short_of_room() {
  [ "$(df -Pk "$root/installers" | awk 'NR == 2 { print $4 }')" -lt 1024 ] || refuse "cannot write to $root"
  say put full
  say arrived "$(size_of "$put_file.part")"
}

# The line with the data is left to cut and decode: read takes it from a pipe byte by byte.
convoy_put() {
  digest= size= offset=
  while IFS=' ' read -r name value; do
    case $name in
      sha512) digest=$(printf %s "$value" | decode) ;;
      size) size=$(printf %s "$value" | decode) ;;
      offset) offset=$(printf %s "$value" | decode) ;;
      data-follows) break ;;
    esac
  done
  case $digest in '' | *[!0-9a-f]*) refuse "not a SHA-512" ;; esac
  [ ${#digest} -eq 128 ] || refuse "not a SHA-512"
  is_number "$size" || refuse "size is not a number"
  is_number "$offset" || refuse "offset is not a number"
  mkdir -p "$root/installers" || refuse "cannot write to $root"
  put_file=$root/installers/$digest
  if [ -f "$put_file" ]; then
    cat >/dev/null
    say put whole
    return
  fi
  find "$root/installers" -type f -mtime +7 ! -name "$digest*" -exec rm -f {} + 2>/dev/null
  if [ "$(size_of "$put_file.part")" = "$offset" ]; then cut -d ' ' -f 2 | decode >> "$put_file.part" || { short_of_room; return; }
  else cat >/dev/null; fi
  arrived=$(size_of "$put_file.part")
  if [ "$arrived" -lt "$size" ]; then say put part
  elif [ "$arrived" -eq "$size" ] && [ "$(file_sha512 "$put_file.part")" = "$digest" ]; then
    mv -f "$put_file.part" "$put_file" && say put whole
  else
    rm -f "$put_file.part"
    arrived=0
    say put broken
  fi
  say arrived "$arrived"
}

