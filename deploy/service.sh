#!/bin/sh
# Starts one program of the image: service.sh inventory|agent|replication|launch|validation|aws-simulator|source-fleet [arguments]
set -eu
name=${1:?name of the program is missing}
shift
case $name in
  inventory) main=dev.convoy.inventory.InventoryServiceApplication ;;
  agent) main=dev.convoy.agent.AgentServiceApplication ;;
  replication) main=dev.convoy.replication.ReplicationServiceApplication ;;
  launch) main=dev.convoy.launch.LaunchServiceApplication ;;
  validation) main=dev.convoy.validation.ValidationServiceApplication ;;
  aws-simulator) main=dev.convoy.lab.aws.AwsSimulatorMain ;;
  source-fleet) main=dev.convoy.lab.hosts.SourceFleet ;;
  *) echo "unknown program: $name" >&2; exit 2 ;;
esac
# shellcheck disable=SC2086 # options are several words
exec java ${JAVA_OPTIONS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp '/opt/convoy/lib/*' "$main" "$@"
