#!/bin/sh
# Plays the installer of the replication agent: notes how it was run and what everybody on its host sees of it, registers, and says
# its source server id.
agent=/var/lib/aws-replication-agent
read -r key; read -r secret; read -r token
echo "$*" >> "$agent/installs"
cat /proc/[0-9]*/cmdline | tr '\0' ' ' >> "$agent/seen"
while [ $# -gt 0 ]; do [ "$1" != --user-provided-id ] || server=$2; shift; done
[ -n "$key" ] && [ -n "$secret" ] && [ -n "$token" ] || { echo "no credentials"; exit 3; }
id=s-$(printf %s "$server" | sha256sum | cut -c 1-17)
echo "$id" > "$agent/registered.new" && mv "$agent/registered.new" "$agent/registered"
echo "The following is the source server ID: $id."
