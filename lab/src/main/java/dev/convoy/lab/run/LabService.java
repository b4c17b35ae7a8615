package dev.convoy.lab.run;

import java.util.Locale;

/** The five services, in the order in which they are started. */
public enum LabService {
  INVENTORY(8080),
  AGENT(8082),
  REPLICATION(8083),
  LAUNCH(8084),
  VALIDATION(8085);

  private final int port;

  LabService(int port) {
    this.port = port;
  }

  /** Its HTTP port without offset. */
  public int port() {
    return port;
  }

  /** {@code inventory}. */
  public String shortName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@code inventory-service}; also the name of its configuration file. */
  public String serviceName() {
    return shortName() + "-service";
  }

  /** Its main class, {@code dev.convoy.inventory.InventoryServiceApplication}. */
  public String mainClass() {
    String simple = name().charAt(0) + shortName().substring(1);
    return "dev.convoy." + shortName() + "." + simple + "ServiceApplication";
  }
}
