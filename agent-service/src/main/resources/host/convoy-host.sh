# convoy-host.sh: what Convoy does on a Linux source host. Runs in any POSIX sh (dash, bash, busybox ash).
# Arrives on standard input of "sh -s -- <verb> <operation>", followed by a call of convoy_main with the payload as
# here-document: lines "<name> <base64 of the value>". Answers lines "@convoy <name> <base64>"; everything else is noise.
# Verbs: check and agent (alter nothing), put (a file in parts), start (detached, once per operation, one at a time), status (alters nothing).

umask 077
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin:/usr/bin:/bin
root=${CONVOY_ROOT:-/var/lib/convoy}

# Needed here and by the detached runner, which is a file of its own.
convoy_shared=$(cat <<'CONVOY_SHARED'
have() { command -v "$1" >/dev/null 2>&1; }
decode() {
  if have base64; then base64 -d; elif have openssl; then openssl base64 -d -A
  else python3 -c 'import base64,sys; sys.stdout.buffer.write(base64.b64decode(sys.stdin.read()))'; fi
}
boot_id() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo unknown; }
# Start time of a process in clock ticks; empty when there is none or only its corpse. The name may hold blanks.
born() {
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | { read -r born_state born_rest && [ "$born_state" != Z ] &&
    set -- $born_rest && shift 18 && echo "$1"; }
}
# "<pid> <start time> <boot id>": never mistakes a reused pid, or one of another boot, for the process.
identify() { echo "$1 $(born "$1") $(boot_id)" > "$2.new" && mv -f "$2.new" "$2"; }
# The same once and for all, whoever comes first: who does not is kept from running.
claim() {
  echo "$1 $(born "$1") $(boot_id)" > "$2.$1" && ln "$2.$1" "$2" 2>/dev/null
  claimed=$?
  rm -f "$2.$1"
  return "$claimed"
}
alive() {
  [ -f "$1" ] || return 1
  read -r alive_pid alive_born alive_boot < "$1" || return 1
  [ -n "$alive_born" ] && [ "$alive_boot" = "$(boot_id)" ] && [ "$(born "$alive_pid")" = "$alive_born" ]
}
CONVOY_SHARED
)
eval "$convoy_shared"

encode() {
  if have base64; then base64 | tr -d '\n'; elif have openssl; then openssl base64 -A
  else python3 -c 'import base64,sys; sys.stdout.write(base64.b64encode(sys.stdin.buffer.read()).decode())'; fi
}
say() { printf '@convoy %s %s\n' "$1" "$(printf %s "$2" | encode)"; }
check() { printf '@convoy check %s %s %s\n' "$1" "$2" "$(printf %s "$3" | encode)"; }
limited() { if have timeout; then timeout 5 "$@"; else "$@"; fi; }
refuse() { echo "convoy-host: $1" >&2; exit 64; }
is_number() { case $1 in '' | *[!0-9]*) return 1 ;; esac }

# <convoy-profile.sh>
# <convoy-check.sh>

# <convoy-put.sh>

# ---- operations -----------------------------------------------------------------------------------------------------

# The lock is held only while an operation is being started; a starter that died is found by its identity.
lock() {
  lock_tries=0
  until mkdir "$root/lock" 2>/dev/null; do
    if [ -f "$root/lock/pid" ] && ! alive "$root/lock/pid"; then
      mv "$root/lock" "$root/.lock.$$" 2>/dev/null && rm -rf "$root/.lock.$$"
    elif [ -n "$(find "$root/lock" -prune -mmin +1 2>/dev/null)" ] && [ ! -f "$root/lock/pid" ]; then
      rmdir "$root/lock" 2>/dev/null
    fi
    lock_tries=$((lock_tries + 1))
    [ "$lock_tries" -lt 10 ] || return 1
    sleep 1
  done
  identify $$ "$root/lock/pid"
  trap 'rm -rf "$root/lock" "$staged"' EXIT
}

state_of() { # folder
  if [ ! -d "$1" ]; then echo absent
  elif [ -f "$1/exit" ]; then echo ended
  elif alive "$1/pid" || alive "$1/child"; then echo running
  elif [ -f "$1/exit" ]; then echo ended
  elif [ ! -f "$1/pid" ] && alive "$root/lock/pid"; then echo running
  else echo lost; fi
}

report() { # folder
  say state "$(state_of "$1")"
  [ ! -f "$1/started" ] || say started "$(cat "$1/started")"
  [ ! -f "$1/exit" ] || say exit "$(cat "$1/exit")"
  [ ! -f "$1/output" ] || printf '@convoy output %s\n' "$(tail -c 16384 "$1/output" | encode)"
}

stage() { # reads the payload into a folder that nobody takes for an operation
  kind= limit=
  mkdir "$staged" || refuse "cannot write to $root"
  : > "$staged/env"
  while IFS=' ' read -r name value; do
    case $name in
      kind) kind=$(printf %s "$value" | decode) ;;
      timeout-seconds) limit=$(printf %s "$value" | decode) ;;
      program) printf %s "$value" | decode > "$staged/program" ;;
      overtaken-by) printf %s "$value" | decode > "$staged/overtaken-by" ;;
      env.[0-9]* | env.*[!A-Za-z0-9_]* | env.) refuse "not a name of an environment variable" ;;
      env.*) printf '%s %s\n' "${name#env.}" "$value" >> "$staged/env" ;;
    esac
  done
  case $kind in install | quiesce | resume | shutdown | remove | copy | grant | revoke) echo "$kind" > "$staged/kind" ;; *) refuse "unknown kind of operation" ;; esac
  is_number "$limit" || refuse "timeout-seconds is not a number"
  [ -s "$staged/program" ] || refuse "no program"
  echo "$limit" > "$staged/limit"
  { echo "$convoy_shared"; runner; } > "$staged/run"
}

# Runs the program of an operation and outlives whoever started it.
runner() {
  cat <<'CONVOY_RUNNER'
umask 077
cd "$1" || exit 1
date +%s > started
claim $$ pid || exit 1
secrets=
while IFS=' ' read -r name value; do
  decoded=$(printf %s "$value" | decode; printf x)
  export "$name=${decoded%x}"
  case $name in CONVOY_* | AWS_REGION) ;; *) secrets="$secrets $name" ;; esac
done < env
rm -f env
# Takes the values handed to the program out of what it printed; awk finds them in its environment, so ps shows none.
scrub() {
  awk -v names="$secrets" 'BEGIN { n = split(names, name, " ") }
    { for (i = 1; i <= n; i++) {
        value = ENVIRON[name[i]]; clean = ""; rest = $0
        while (length(value) > 3 && (at = index(rest, value))) {
          clean = clean substr(rest, 1, at - 1) "***"; rest = substr(rest, at + length(value)) }
        $0 = clean rest }
      print }'
}
group=
if have setsid; then setsid /bin/sh ./program </dev/null >>output 2>&1 & group=-
else /bin/sh ./program </dev/null >>output 2>&1 & fi
child=$!
identify "$child" child
limit=$(cat limit)
( passed=0
  while [ ! -f exit ] && { alive pid || alive child; } && sleep 1; do
    passed=$((passed + 1))
    if [ "$passed" -eq "$limit" ]; then : > timed-out; kill -TERM "$group$child"; fi
    if [ "$passed" -eq $((limit + 10)) ]; then kill -KILL "$group$child"; fi
    if [ "$(wc -c < output)" -gt 1048576 ]; then tail -c 16384 output > output.tail; cat output.tail > output; fi
  done ) >/dev/null 2>&1 &
guard=$!
wait "$child"
code=$?
[ ! -f timed-out ] || code=124
kill "$guard" 2>/dev/null
scrub < output | tail -c 16384 > output.tail && mv -f output.tail output
echo "$code" > exit.new && mv -f exit.new exit
CONVOY_RUNNER
}

sweep() { # secrets of operations that never came to read them
  for left in "$root"/ops/.new.*; do
    [ ! -d "$left" ] || [ "$left" = "$staged" ] || [ -d "/proc/${left##*.}" ] || rm -rf "$left"
  done
  for left in "$root"/ops/*/env; do
    [ ! -f "$left" ] || [ "$(state_of "${left%/env}")" = running ] || rm -f "$left"
  done
}

other_running() {
  for folder in "$root"/ops/*/; do
    [ -d "$folder" ] || continue
    folder=${folder%/}
    # Whoever was to run it and did not come to it before the lock was let go of never does.
    [ -f "$folder/pid" ] || [ -f "$folder/exit" ] || claim 0 "$folder/pid"
    if alive "$folder/pid" && [ ! -f "$folder/exit" ]; then echo "${folder##*/}"; return; fi
    if alive "$folder/child" && [ ! -f "$folder/exit" ]; then echo "${folder##*/}"; return; fi
  done
}

# The first operation that was started here and overtakes the staged one: lines "<server>:<kind> <round> <attempt>" say what does.
overtaking() {
  [ -s "$staged/overtaken-by" ] || return
  while read -r later_kind later_round later_attempt; do
    case $later_kind in '' | *[!A-Za-z0-9._:-]*) continue ;; esac
    is_number "$later_round" && is_number "$later_attempt" || continue
    for later in "$root/ops/$later_kind":*; do
      numbers=${later#"$root/ops/$later_kind":}
      is_number "${numbers%%:*}" && is_number "${numbers#*:}" || continue
      if [ "${numbers%%:*}" -gt "$later_round" ] ||
        { [ "${numbers%%:*}" -eq "$later_round" ] && [ "${numbers#*:}" -ge "$later_attempt" ]; }; then echo "${later##*/}"; return; fi
    done
  done < "$staged/overtaken-by"
}

launch() { # folder
  if have setsid; then setsid nohup /bin/sh "$1/run" "$1" </dev/null >/dev/null 2>&1 &
  else nohup /bin/sh "$1/run" "$1" </dev/null >/dev/null 2>&1 & fi
  waited=0
  until [ -f "$1/pid" ] || [ "$waited" -ge 100 ]; do
    waited=$((waited + 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
}

convoy_start() {
  mkdir -p "$root/ops" || refuse "cannot write to $root"
  staged=$root/ops/.new.$$
  trap 'rm -rf "$staged"' EXIT
  stage
  lock || { say state busy; say busy-operation starting; return; }
  if [ -d "$folder" ]; then report "$folder"; return; fi
  sweep
  other=$(other_running)
  if [ -n "$other" ]; then say state busy; say busy-operation "$other"; return; fi
  other=$(overtaking)
  if [ -n "$other" ]; then say state overtaken; say overtaking-operation "$other"; return; fi
  mv "$staged" "$folder" || refuse "cannot write to $root"
  launch "$folder"
  if [ "$(state_of "$folder")" = lost ]; then report "$folder"; return; fi
  say state started
  say started "$(cat "$folder/started" 2>/dev/null || date +%s)"
}

convoy_main() {
  operation=$2
  case $operation in - ) ;; '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._:-]*) refuse "not a name of an operation" ;; esac
  case $1$operation in start- | status-) refuse "$1 needs an operation" ;; esac
  folder=$root/ops/$operation
  case $1 in
    check) convoy_check ;;
    agent) convoy_agent ;;
    put) convoy_put ;;
    start) convoy_start ;;
    status) cat >/dev/null; report "$folder" ;;
    *) refuse "unknown verb" ;;
  esac
  say end 0
}
