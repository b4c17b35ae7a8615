# ---- check: what must hold before the agent is installed. Alters nothing. ------------------------------------------

# Another place to look for /proc, /sys, /etc and /var; for tests.
sys=${CONVOY_SYSTEM:-}

# 0 = connected, 1 = not, 2 = nothing at hand to try it with.
reach() {
  if have bash && have timeout; then timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null || return 1
  elif have python3; then
    python3 -c 'import socket,sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)' "$1" "$2" 2>/dev/null ||
      return 1
  elif have nc; then nc -z -w 3 "$1" "$2" >/dev/null 2>&1 || return 1
  else return 2; fi
}

check_endpoint() { # name host:port
  [ -n "$2" ] || return 0
  endpoint_host=${2%:*}
  endpoint_port=${2##*:}
  case $endpoint_host in '' | -* | *[!A-Za-z0-9.:-]*) check "$1" fail "not a host name: $endpoint_host"; return ;; esac
  is_number "$endpoint_port" || { check "$1" fail "not a port: $endpoint_port"; return; }
  case $endpoint_host in *[!0-9.:]*) names="$names $endpoint_host" ;; esac
  reach "$endpoint_host" "$endpoint_port"
  case $? in
    0) check "$1" ok "$2 answers" ;;
    1) check "$1" fail "no connection to $2 within 3 s" ;;
    *) check "$1" warn "neither bash with timeout, python3 nor nc to try $2 with" ;;
  esac
}

resolves() { # 0 = it does, 1 = not, 2 = nothing at hand to ask
  if have getent; then limited getent hosts "$1" >/dev/null 2>&1 || return 1
  elif have python3; then limited python3 -c 'import socket,sys; socket.gethostbyname(sys.argv[1])' "$1" 2>/dev/null || return 1
  else return 2; fi
}

check_dns() { # names...
  unresolved=
  for each; do
    resolves "$each"
    case $? in
      1) unresolved="$unresolved $each" ;;
      2) check dns warn "neither getent nor python3 to resolve $each with"; return ;;
    esac
  done
  if [ -n "$unresolved" ]; then check dns fail "no address for$unresolved"
  else check dns ok "$# names resolved"; fi
}

free_mib() { limited df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }'; }
mount_of() { limited df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print $6 }'; }

check_at_least() { # name found wanted what
  is_number "$2" || { check "$1" warn "$4 cannot be read"; return; }
  is_number "$3" || { check "$1" ok "$2 MiB $4"; return; }
  if [ "$2" -ge "$3" ]; then check "$1" ok "$2 MiB $4"; else check "$1" fail "$2 MiB $4, $3 MiB needed"; fi
}

check_room() {
  check_at_least root-space "$(free_mib /)" "$min_root" "free on /"
  check_at_least tmp-space "$(free_mib /tmp)" "$min_tmp" "free on /tmp"
  if [ "$(mount_of /boot)" = /boot ]; then check_at_least boot-space "$(free_mib /boot)" "$min_boot" "free on /boot"
  else check boot-space ok "/boot is no file system of its own"; fi
  if awk -v m="$(mount_of /tmp)" '$2 == m { o = $4 } END { exit !(("," o ",") ~ /,noexec,/) }' "$sys/proc/mounts" 2>/dev/null
  then check tmp-exec fail "$(mount_of /tmp) is mounted noexec"; else check tmp-exec ok "programs may run in /tmp"; fi
  ram=$(awk '$1 == "MemAvailable:" { a = $2 } $1 == "MemFree:" { f = $2 } END { print int((a ? a : f) / 1024) }' \
    "$sys/proc/meminfo" 2>/dev/null)
  check_at_least ram "$ram" "$min_ram" "memory available"
}

# Name, id and version of the distribution; those of before os-release say it in one line.
read_os() {
  os_id= os_version= os_name=
  if [ -r "$sys/etc/os-release" ]; then
    os_id=$(. "$sys/etc/os-release" && printf %s "$ID")
    os_version=$(. "$sys/etc/os-release" && printf %s "$VERSION_ID")
    os_name=$(. "$sys/etc/os-release" && printf %s "$PRETTY_NAME")
  elif [ -r "$sys/etc/system-release" ]; then
    os_name=$(head -n 1 "$sys/etc/system-release")
    os_version=$(printf %s "$os_name" | sed 's/[^0-9]*\([0-9.]*\).*/\1/')
    case $os_name in
      Red\ Hat*) os_id=rhel ;; CentOS*) os_id=centos ;; Oracle*) os_id=ol ;; Amazon*) os_id=amzn ;;
    esac
  fi
  os_name=${os_name:-$(uname -s)}
}

check_os() {
  read_os
  if [ "$(uname -s)" != Linux ]; then check os fail "$os_name, Linux needed"
  elif [ -z "$systems" ] || printf '%s\n' "$systems" | awk -v id="$os_id" -v version="$os_version" '
      function number(v, part) { split(v, part, "."); return part[1] * 1000 + part[2] }
      $1 == id && version != "" && number(version) >= number($2) &&
        (index($3, ".") ? number(version) <= number($3) : int(version) <= $3) { listed = 1 }
      END { exit !listed }'
  then check os ok "$os_name"
  else check os fail "$os_name ($os_id $os_version), one that MGN takes needed: $(printf '%s\n' "$systems" |
    awk '{ printf "%s%s %s to %s", separator, $1, $2, $3; separator = ", " }')"; fi
}

check_kernel() {
  kernel=$(uname -r)
  case $kernel in 4.9.256 | 4.9.256[!0-9]*) check kernel fail "$kernel, which the agent cannot be built for"; return ;; esac
  if printf '%s\n' "$kernel" | awk -F '[.-]' '
      { exit !($1 * 1000000 + $2 * 1000 + $3 > 2006018 || ($1 * 1000000 + $2 * 1000 + $3 == 2006018 && $4 >= 164)) }'
  then check kernel ok "$kernel"; else check kernel fail "$kernel, 2.6.18-164 or later needed"; fi
}

check_python() {
  seen=
  for candidate in python3 python python2; do
    have "$candidate" || continue
    version=$(limited "$candidate" -c 'import sys; sys.stdout.write("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    case $version in
      2.[4-9] | 2.[1-9][0-9] | [3-9].*) check python ok "$candidate $version"; return ;;
      *) seen="$seen$candidate $version, " ;;
    esac
  done
  [ ! -x "$sys/usr/libexec/platform-python" ] || seen="${seen}platform-python only, "
  check python fail "${seen:-no python, }2.4 or later of 2, or any of 3 needed"
}

check_system() {
  if [ "$(id -u)" = 0 ]; then check root ok "uid 0"; else check root fail "uid $(id -u), 0 needed"; fi
  check_os
  check_kernel
  machine="$(uname -m) with $(getconf LONG_BIT 2>/dev/null || echo 64) bits"
  case $machine in 'x86_64 with 64 bits') check arch ok "$machine" ;; *) check arch fail "$machine, x86_64 with 64 needed" ;; esac
  check_python
}

# Headers have to be those of the running kernel, in a folder that is none of another name.
check_headers() {
  for headers in "$sys/usr/src/kernels/$kernel" "$sys/usr/src/linux-headers-$kernel" "$sys/lib/modules/$kernel/build"; do
    [ -e "$headers/Makefile" ] || continue
    case $headers in
      */build) ;;
      *) [ ! -L "$headers" ] || { check kernel-headers fail "$headers is a symbolic link, a folder needed"; return; } ;;
    esac
    check kernel-headers ok "$headers"
    return
  done
  # Only what the host knows already is asked: nothing is fetched, no cache or log is written.
  if have apt-cache; then
    found=$(limited apt-cache --no-generate policy "linux-headers-$kernel" 2>/dev/null)
    package=linux-headers-$kernel
    case $found in *'Candidate: (none)'* | '') found= ;; esac
  elif have zypper; then
    package=kernel-default-devel
    found=$(limited zypper --no-refresh -q search --match-exact "$package" 2>/dev/null | grep "$package")
  elif have dnf; then
    package=kernel-devel-$kernel
    found=$(limited dnf -q -C --setopt=logfilelevel=0 list --available "$package" 2>/dev/null | grep '^kernel-devel')
  elif have yum; then
    package=kernel-devel-$kernel
    found=$(limited yum -q -C list available "$package" 2>/dev/null | grep '^kernel-devel')
  else
    check kernel-headers fail "none of $kernel, and no package manager to get them with"
    return
  fi
  if [ -n "$found" ]; then check kernel-headers ok "package $package can be had"
  else check kernel-headers fail "none of $kernel, and no repository known here has $package"; fi
}

check_secure_boot() {
  set -- "$sys"/sys/firmware/efi/efivars/SecureBoot-*
  if [ -r "$1" ] && [ "$(od -An -t u1 "$1" | awk 'NF { last = $NF } END { print last }')" = 1 ]
  then check secure-boot fail "on, off needed: the agent's driver is not signed for this machine"
  else check secure-boot ok off; fi
}

locked() { # file: true while a process holds a lock on it
  locked_inode=$(stat -c %i "$1" 2>/dev/null) && grep -q ":$locked_inode " "$sys/proc/locks" 2>/dev/null
}

check_package_lock() {
  for lock_file in var/lib/dpkg/lock-frontend var/lib/dpkg/lock var/lib/rpm/.rpm.lock usr/lib/sysimage/rpm/.rpm.lock; do
    if locked "$sys/$lock_file"; then check package-lock fail "/$lock_file is held, free needed"; return; fi
  done
  for lock_file in run/yum.pid var/run/yum.pid run/zypp.pid var/cache/dnf/metadata_lock.pid; do
    holder=$(cat "$sys/$lock_file" 2>/dev/null)
    if is_number "$holder" && [ -d "$sys/proc/$holder" ]; then
      check package-lock fail "/$lock_file is held by process $holder, free needed"
      return
    fi
  done
  check package-lock ok free
}

# ---- agent: which replication agent is installed. Alters nothing. ----------------------------------------------------

agent_folder() { echo "$sys/var/lib/aws-replication-agent"; }

# The agents of MGN and of Elastic Disaster Recovery have the same folder; their settings and log name the service.
read_agent() {
  agent=none agent_ids=
  if [ -d "$sys/var/lib/cloudendure" ] || grep -q '^CE_AgentDriver' "$sys/proc/modules" 2>/dev/null; then
    agent=cloudendure
    return
  elif [ ! -d "$(agent_folder)" ]; then return; fi
  said=$({ cat "$(agent_folder)"/*.config "$(agent_folder)"/*.json; tail -c 262144 "$(agent_folder)/agent.log.0"; } 2>/dev/null |
    grep -oE '(drs|mgn)[.-][a-z0-9.-]*amazonaws\.com|s-[0-9a-f]{17}' | sort -u)
  case $said in *drs[.-]*) agent=drs ;; *) agent=mgn ;; esac
  agent_ids=$(printf '%s\n' "$said" | grep '^s-' | head -n 20)
}

agent_runs() {
  if have systemctl && limited systemctl is-active --quiet aws-replication 2>/dev/null; then echo yes
  elif [ -n "$(limited ps -u aws-replication -o pid= 2>/dev/null)" ]; then echo yes
  else echo no; fi
}

convoy_agent() {
  cat >/dev/null
  read_agent
  say agent "$agent"
  say agent-running "$(agent_runs)"
  say agent-source-servers "$agent_ids"
  say hostname "$(limited hostname -f 2>/dev/null || uname -n)"
}

check_other_agent() {
  read_agent
  case $agent in
    none) check other-agent ok none ;;
    cloudendure) check other-agent fail "the CloudEndure agent is installed" ;;
    drs) check other-agent fail "the agent of AWS Elastic Disaster Recovery is installed" ;;
    *)
      check other-agent warn "an AWS replication agent is installed; one of this server and account is adopted"
      say agent-source-servers "$agent_ids" ;;
  esac
}

convoy_check() {
  mgn= s3= staging= min_root= min_tmp= min_boot= min_ram= systems= names= own=
  while IFS=' ' read -r name value; do
    case $name in own.*) own="$own$name $value
"; continue ;; esac
    value=$(printf %s "$value" | decode)
    case $name in
      mgn-endpoint) mgn=$value ;; s3-endpoint) s3=$value ;; staging-endpoint) staging=$value ;;
      min-root-mib) min_root=$value ;; min-tmp-mib) min_tmp=$value ;;
      min-boot-mib) min_boot=$value ;; min-ram-mib) min_ram=$value ;;
      linux-systems) systems=$value ;;
    esac
  done
  check_system
  check_room
  check_endpoint mgn-443 "$mgn"
  check_endpoint s3-443 "$s3"
  check_endpoint staging-1500 "$staging"
  check_dns $names
  check_headers
  check_secure_boot
  check_package_lock
  check_other_agent
  check_traits
  printf %s "$own" | while IFS=' ' read -r name value; do check_own "${name#own.}" "$(printf %s "$value" | decode)"; done
  profile
}
