package dev.convoy.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options that make a fleet what it is, kept in its data folder.
 *
 * @param faults null for none, as in folders of earlier releases
 * @param broken null for none, as in folders of earlier releases
 */
record FleetOptions(
    int servers, int windows, int waves, int accounts, long seed, int portOffset, @Nullable String intake,
    @Nullable String faults, @Nullable Integer broken) {

  static FleetOptions of(LabOptions options) {
    return new FleetOptions(options.servers(), options.windowsPercent(), options.waves(), options.accounts(),
        options.seed(), options.ports().offset(),
        options.intake().map(file -> file.toAbsolutePath().normalize().toString()).orElse(null),
        options.faults() == LabOptions.Faults.none ? null : options.faults().name(),
        options.goal().broken() == 0 ? null : options.goal().broken());
  }

  /** Own options, as a person gives them, that {@code other} has otherwise. */
  List<String> unlike(FleetOptions other) {
    List<String> unlike = new ArrayList<>();
    add(unlike, "--servers", servers, other.servers);
    add(unlike, "--windows", windows, other.windows);
    add(unlike, "--waves", waves, other.waves);
    add(unlike, "--accounts", accounts, other.accounts);
    add(unlike, "--seed", seed, other.seed);
    add(unlike, "--port-offset", portOffset, other.portOffset);
    add(unlike, "--intake", intake, other.intake);
    add(unlike, "--faults", faults, other.faults);
    add(unlike, "--broken", broken, other.broken);
    return unlike;
  }

  private static void add(List<String> unlike, String option, @Nullable Object own, @Nullable Object other) {
    if (!Objects.equals(own, other)) {
      unlike.add(own == null ? "no " + option : option + " " + own);
    }
  }
}
