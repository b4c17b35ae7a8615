package dev.convoy.lab.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What chaos may befall.
 *
 * @param services the processes of the services
 * @param aws faults of the simulator
 * @param log file that takes every act
 * @param notes takes every act for a person
 * @param bootstrapServers of the broker, to measure recovery
 */
public record ChaosTargets(
    List<Victim> services, Victim broker, Victim registry, AwsStorm aws, Path log, Consumer<String> notes,
    String bootstrapServers) {

  /** Every process, those first that others need. */
  List<Victim> all() {
    return Stream.concat(Stream.of(broker, registry), services.stream()).toList();
  }
}
