# Becomes the sshd of one host, in mount and pid namespaces of its own: sh host.sh <folder of the fleet> <folder of the host>
set -eu
fleet=$1
host=$2
mount -t tmpfs -o mode=0755 tmpfs /run
mount -t tmpfs -o mode=0755 tmpfs /var/lib
mount -t tmpfs -o mode=0755 tmpfs /home
mkdir /run/sshd /var/lib/convoy /var/lib/aws-replication-agent
mount --bind "$host/state" /var/lib/convoy
mount --bind "$host/agent" /var/lib/aws-replication-agent
cp -R "$fleet/public" /run/fleet
for file in passwd group shadow sudoers; do mount --bind "$fleet/etc/$file" "/etc/$file"; done
for user in migrate operator guest; do install -d -m 0700 -o "$user" "/home/$user"; done
[ ! -f "$fleet/etc/mirror.pem" ] || mount --bind "$fleet/etc/mirror.pem" /etc/ssl/certs/ca-certificates.crt
exec /usr/sbin/sshd -D -f "$host/sshd_config" -E "$host/log"
