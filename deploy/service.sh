#!/bin/sh
# Starts one program of the image, with its arguments:
#   service.sh inventory|agent|replication|launch|validation   a service
#   service.sh lab-files|aws-simulator|source-fleet            a part of the lab
#   service.sh convoy                                          the convoy command
set -eu
name=${1:?name of the program is missing}
shift

# The lab writes its settings while the services start; a folder of one's own has them from the beginning.
await_settings() {
  file=${CONVOY_ENVIRONMENTSFILE:-}
  seconds=0
  while [ -n "$file" ] && [ ! -e "$file" ]; do
    if [ "$seconds" -ge 60 ]; then
      echo "convoy: no $file; name the folder of your settings with CONVOY_SETTINGS, or start with --profile lab" >&2
      exit 2
    fi
    seconds=$((seconds + 1))
    sleep 1
  done
}

case $name in
  inventory) main=dev.convoy.inventory.InventoryServiceApplication ;;
  agent) main=dev.convoy.agent.AgentServiceApplication ;;
  replication) main=dev.convoy.replication.ReplicationServiceApplication ;;
  launch) main=dev.convoy.launch.LaunchServiceApplication ;;
  validation) main=dev.convoy.validation.ValidationServiceApplication ;;
  lab-files) main=dev.convoy.lab.world.LabFiles ;;
  aws-simulator) main=dev.convoy.lab.aws.AwsSimulatorMain ;;
  source-fleet) main=dev.convoy.lab.hosts.SourceFleet ;;
  convoy) main=dev.convoy.lab.cli.ConvoyCommand ;;
  *) echo "unknown program: $name" >&2; exit 2 ;;
esac
case $name in
  inventory | agent | replication | launch | validation)
    await_settings
    # A JDK on one core collects serially; a long pause costs a worker its operations.
    case ${JAVA_OPTIONS:-} in
      *-XX:+Use*GC*) ;;
      *) JAVA_OPTIONS="-XX:+UseG1GC ${JAVA_OPTIONS:-}" ;;
    esac ;;
  convoy) JAVA_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dslf4j.internal.verbosity=WARN ${JAVA_OPTIONS:-}" ;;
esac
# shellcheck disable=SC2086 # options are several words
exec java -XX:AOTCache=/opt/convoy/convoy.aot '-Xlog:aot*=off' '-Xlog:cds*=off' ${JAVA_OPTIONS:-} \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp '/opt/convoy/lib/*' "$main" "$@"
