package dev.convoy.schemas;

import java.util.List;
import java.util.Locale;

/** The five services. */
public enum Service {
  INVENTORY,
  AGENT,
  REPLICATION,
  LAUNCH,
  VALIDATION;

  /** The services that act on hosts or AWS: each has operations and outcomes. */
  public static final List<Service> WORKING = List.of(AGENT, REPLICATION, LAUNCH, VALIDATION);

  /** Name in topics, such as {@code launch}. */
  public String shortName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Name of the program and CloudEvents source, such as {@code launch-service}. */
  public String fullName() {
    return shortName() + "-service";
  }
}
