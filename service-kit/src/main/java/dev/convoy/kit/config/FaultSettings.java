package dev.convoy.kit.config;

import dev.convoy.kit.fault.Crash;
import dev.convoy.kit.fault.FaultPoints;
import dev.convoy.kit.fault.FaultRule;
import dev.convoy.kit.fault.PlantedFaults;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Fault points, {@code convoy.fault-points.*}. For the lab only: a service with rules refuses to start unless
 * {@code convoy.fault-points.lab} says that it is one.
 *
 * @param lab true in the lab
 * @param rules as {@link FaultRule#parse} reads them
 * @param folder of the files that strikes leave behind
 */
@ConfigurationProperties("convoy.fault-points")
public record FaultSettings(boolean lab, @DefaultValue List<String> rules, @Nullable Path folder) {

  /**
   * The points with their rules, {@link FaultPoints#NONE} without any.
   *
   * @throws IllegalStateException if there are rules outside of the lab
   */
  FaultPoints points() {
    if (rules.isEmpty()) {
      return FaultPoints.NONE;
    }
    if (!lab || folder == null) {
      throw new IllegalStateException("[CVY-9020] this service has fault points, at which it crashes, and is not in the"
          + " lab; remove convoy.fault-points");
    }
    return new PlantedFaults(rules.stream().map(FaultRule::parse).toList(), folder, Crash.REAL);
  }
}
