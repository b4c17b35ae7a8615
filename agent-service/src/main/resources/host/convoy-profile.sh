# ---- servers that need a decision -----------------------------------------------------------------------------------

trait() { # name found; found is empty where it is nothing of the kind
  if [ -n "$2" ]; then check "$1" decide "$(printf '%s\n' "$2" | sort -u | head -n 8 | awk '
    { printf "%s%s", separator, $0; separator = ", " }')"; else check "$1" ok none; fi
}

running() { printf '%s\n' "$processes" | grep -xE "$1"; }

find_directory() {
  running 'krb5kdc|ns-slapd'
  grep -isqE '^[[:space:]]*server role[[:space:]]*=[[:space:]]*active directory' "$sys/etc/samba/smb.conf" &&
    echo "Samba as Active Directory domain controller"
}

find_cluster() {
  running 'corosync|pacemakerd|heartbeat|cman|had|keepalived|kubelet|etcd|cssd.bin|ocssd.bin'
  [ ! -f "$sys/etc/corosync/corosync.conf" ] || echo /etc/corosync/corosync.conf
}

find_shipping() {
  cat "$sys"/proc/[0-9]*/cmdline 2>/dev/null | tr '\000' '\n' | grep -oE '^postgres: .*(walsender|walreceiver|wal sender process|wal receiver process)' |
    sed 's/.*\(wal\)/PostgreSQL \1/'
  running 'ora_(mrp|lns|rfs|nsa|nss|tt)[0-9].*'
  grep -qs '^[[:space:]]*hadrenabled[[:space:]]*=[[:space:]]*1' "$sys/var/opt/mssql/mssql.conf" && echo "SQL Server availability groups"
  grep -Eqs '^[[:space:]]*replSetName' "$sys/etc/mongod.conf" && echo "MongoDB replica set"
  grep -Eqsr '^[[:space:]]*wsrep_cluster_address[[:space:]]*=[[:space:]]*.?gcomm://.' "$sys/etc/my.cnf" "$sys/etc/my.cnf.d" "$sys/etc/mysql" &&
    echo "Galera cluster"
  for relay in "$sys"/var/lib/mysql/*relay-bin.index "$sys"/var/lib/mysql/*relay-log.index; do
    [ ! -s "$relay" ] || echo "MySQL replica ${relay##*/}"
  done
}

find_shared_disks() {
  for found in "$sys"/sys/class/iscsi_session/session*; do [ ! -e "$found" ] || echo "iSCSI ${found##*/}"; done
  for found in "$sys"/sys/block/dm-*/dm/uuid; do
    case $(cat "$found" 2>/dev/null) in mpath-*) echo "multipath $(cat "${found%uuid}name")" ;; esac
  done
  for found in "$sys"/sys/block/drbd*; do [ ! -e "$found" ] || echo "${found##*/}"; done
  awk '$3 == "ocfs2" || $3 == "gfs2" || $3 == "gpfs" || $3 == "vxfs" { print $3 " on " $2 }' "$sys/proc/mounts" 2>/dev/null
}

# Cards that are up; those of a bond or team count as the one that they are.
find_cards() {
  cards=
  for found in "$sys"/sys/class/net/*; do
    [ -e "$found/device" ] && [ ! -e "$found/master" ] && [ "$(cat "$found/operstate" 2>/dev/null)" = up ] || continue
    cards="$cards${found##*/}
"
  done
  for found in "$sys"/sys/class/net/*/bonding; do
    [ ! -e "$found" ] || { found=${found%/bonding}; cards="$cards${found##*/}
"; }
  done
  if [ "$(printf %s "$cards" | grep -c .)" -gt 1 ]; then printf %s "$cards"; fi
}

find_routes() {
  have ip || return 0
  limited ip -4 route show 2>/dev/null | awk '$1 != "default" && / via / && !/ proto (dhcp|ra|kernel|redirect|bird|zebra|bgp|ospf)/ &&
    !/ dev (docker|br-|cni|flannel|cali|virbr|vxlan|tun)/ { print $1 " via " $3 }'
}

# USB vendors that make nothing but licence keys: SafeNet HASP and Sentinel, Wibu CodeMeter, Feitian, KEYLOK, Matrix.
find_dongles() {
  for found in "$sys"/sys/bus/usb/devices/*/idVendor; do
    case $(cat "$found" 2>/dev/null) in
      0529 | 04b9 | 064f | 096e | 07f2 | 0e50) echo "USB $(cat "$found"):$(cat "${found%idVendor}idProduct" 2>/dev/null)" ;;
    esac
  done
}

check_traits() {
  processes=$(cat "$sys"/proc/[0-9]*/comm 2>/dev/null | sort -u)
  trait domain-controller "$(find_directory)"
  trait cluster-node "$(find_cluster)"
  trait database-replication "$(find_shipping)"
  trait shared-disk "$(find_shared_disks)"
  trait several-cards "$(find_cards)"
  trait static-routes "$(find_routes)"
  trait dongle "$(find_dongles)"
}

# ---- checks of the configuration, and the profile -------------------------------------------------------------------

check_own() { # name text; its exit code is the verdict, its last line the detail
  case $1 in '' | *[!a-z0-9-]*) return ;; esac
  own_output=$(printf '%s\n' "$2" | { if have timeout; then timeout 30 /bin/sh -s; else /bin/sh -s; fi; } 2>&1)
  own_exit=$?
  own_detail=$(printf '%s\n' "$own_output" | awk 'NF { last = $0 } END { print substr(last, 1, 400) }')
  if [ "$own_exit" = 0 ]; then check "$1" ok "${own_detail:-exit code 0}"
  else check "$1" fail "${own_detail:-no output} (exit code $own_exit, 0 needed)"; fi
}

# Listening TCP ports from the kernel's own table, the same on every distribution.
listening() {
  cat "$sys/proc/net/tcp" "$sys/proc/net/tcp6" 2>/dev/null | awk '
    $4 == "0A" { n = split($2, p, ":"); h = p[n]; v = 0
      for (i = 1; i <= length(h); i++) v = v * 16 + index("0123456789ABCDEF", substr(h, i, 1)) - 1
      print v }' | sort -nu | head -n 500
}

disks() { # "<device> <bytes>", whole disks only
  for found in "$sys"/sys/block/*; do
    case ${found##*/} in loop* | ram* | zram* | sr* | fd* | dm-* | md* | nbd* | drbd* | '*') continue ;; esac
    sectors=$(cat "$found/size" 2>/dev/null)
    is_number "$sectors" && [ "$sectors" -gt 0 ] && [ "$(cat "$found/removable" 2>/dev/null)" != 1 ] || continue
    awk -v d="${found##*/}" -v s="$sectors" 'BEGIN { printf "/dev/%s %.0f\n", d, s * 512 }'
  done | head -n 100
}

time_zone() {
  zone=$(readlink -f "$sys/etc/localtime" 2>/dev/null)
  case $zone in
    */zoneinfo/*) echo "${zone##*/zoneinfo/}" ;;
    *) cat "$sys/etc/timezone" 2>/dev/null || date +%Z ;;
  esac
}

packages() { # "<name> <version>" of what decides how a server behaves
  if have dpkg-query; then limited dpkg-query -W -f '${Package} ${Version}\n' 2>/dev/null
  elif have rpm; then limited rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE}\n' 2>/dev/null; fi |
    grep -E '^(kernel|linux-image-[0-9].*|glibc|libc6|openssl|openssh-server|java-.*|openjdk-.*|nginx|httpd|apache2|tomcat[0-9]*|postgresql(-[0-9]+|-server)?|mysql-server|mariadb-server|mssql-server|mongodb-org|redis(-server)?|docker-ce|containerd\.io|open-vm-tools|cloud-init|dracut|initramfs-tools|grub2?-(pc|efi.*)|sssd|samba) ' |
    sort | head -n 200
}

# By the links that enabling makes: systemctl would read every unit file for it.
enabled() {
  for found in "$sys"/etc/systemd/system/*.wants/*.service "$sys"/etc/rc3.d/S[0-9][0-9]*; do
    [ ! -e "$found" ] && [ ! -L "$found" ] || case $found in
      */rc3.d/*) found=${found##*/}; echo "${found#S[0-9][0-9]}" ;;
      *) echo "${found##*/}" ;;
    esac
  done | sort -u | head -n 300
}

profile() {
  say hostname "$(hostname -f 2>/dev/null || hostname 2>/dev/null || uname -n)"
  say os "$os_name"
  say kernel "$kernel"
  say mounts "$(limited df -Pk 2>/dev/null | awk 'NR > 1 && $1 ~ /^\// { print $6 " " int($2 / 1024) " MiB" }' | head -n 200)"
  say ports "$(listening)"
  say services "$(limited systemctl list-units --type=service --state=running --no-legend --plain 2>/dev/null |
    awk '{ print $1 }' | head -n 300)"
  say enabled "$(enabled)"
  say disks "$(disks)"
  say addresses "$(limited ip -o addr show scope global 2>/dev/null | awk '{ sub("/.*", "", $4); print $4 }' | sort -u | head -n 50)"
  say time-zone "$(time_zone)"
  say packages "$(packages)"
  say host-time "$(date +%s)"
}
