package dev.convoy.lab.verify;

import dev.convoy.inventory.environments.EnvironmentsException;
import dev.convoy.inventory.environments.EnvironmentsFile;
import dev.convoy.lab.run.LabFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What topics and ledgers do not tell: how the installation is set up.
 *
 * @param isolated subnets and security groups that the environments declare isolated; empty when the file is not at
 *     hand, then what the build gate froze counts
 * @param cutoverNeeds time that launch, verification and back-out need ({@code convoy.inventory.cutover-needs})
 */
public record Expectations(Optional<Set<String>> isolated, Duration cutoverNeeds) {
  /** The default of inventory-service. */
  public static final Duration CUTOVER_NEEDS = Duration.ofHours(2);

  /**
   * With the networks that an {@code environments.yml} declares isolated; throws {@link LabFailure} when it is
   * wrong.
   */
  public static Expectations of(Path environments) {
    try {
      return new Expectations(Optional.of(EnvironmentsFile.load(environments).all().stream()
          .flatMap(each -> Stream.concat(each.testSubnets().stream(), each.testSecurityGroupIds().stream()))
          .collect(Collectors.toUnmodifiableSet())), CUTOVER_NEEDS);
    } catch (EnvironmentsException e) {
      throw new LabFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** With another need of a cutover. */
  public Expectations needing(Duration needs) {
    return new Expectations(isolated, needs);
  }

  /** Nothing but the defaults. */
  public static Expectations none() {
    return new Expectations(Optional.empty(), CUTOVER_NEEDS);
  }
}
