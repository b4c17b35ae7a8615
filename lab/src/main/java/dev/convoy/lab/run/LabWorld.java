package dev.convoy.lab.run;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.lab.aftercare.Sources;
import dev.convoy.lab.canary.Canary;
import dev.convoy.lab.estate.Founded;
import dev.convoy.lab.fleetplan.PlantedFailure;
import dev.convoy.lab.hosts.MostConnections;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The world that the services work on: AWS, source hosts, targets. */
public interface LabWorld extends Sources {

  /** Makes the world of a lab. */
  @FunctionalInterface
  interface Factory {
    LabWorld create(LabOptions options, LabFolder folder);
  }

  /** Its parts in the order in which they are started. */
  List<LabComponent> components();

  /** The most connections that its hosts have had open at once. */
  MostConnections mostConnections();

  /** Where servers may go, for inventory-service. */
  Path environmentsFile();

  /** Settings that this world needs a service to have, such as credentials for its hosts. */
  Map<String, String> settings(LabService service);

  /** System properties of the JVMs of the services. No secrets. */
  Map<String, String> systemProperties();

  /**
   * The intake file as it is posted, with an address for each row that names none. Only when the options name a
   * file.
   */
  byte[] intake();

  /** What a CMDB would publish; empty when an intake file declares the servers. */
  List<ServerDeclared> declarations();

  /** Variables of the environment of a service in a JVM of its own; may hold secrets. */
  default Map<String, String> environment(LabService service) {
    return Map.of();
  }

  /** Files and folders that hold secrets rightly: the settings, and what plays the world outside. */
  default Set<Path> rightful() {
    return Set.of();
  }

  /** File with the command lines that the source hosts were given, when secrets are planted. */
  Path commandLines();

  /** What the options ask for and this world leaves out, a line each. */
  default List<String> leftOut() {
    return List.of();
  }

  /** SHA-512 of the installer that has to be pushed to a host, by server id; of the others none is. */
  default Map<String, String> pushed() {
    return Map.of();
  }

  /** Planted secrets; none unless the options ask for them. */
  default List<Canary> canaries() {
    return List.of();
  }

  /**
   * Has somebody else set up what the options ask for, and waits until it stands.
   *
   * @param notes takes a line for each step
   * @return by server id
   */
  Map<String, Founded> foundEstate(Consumer<String> notes);

  /** Ends what was planted at AWS, so that what has happened is read as it was. */
  void calm() throws InterruptedException;

  /** Servers that are made to fail for good, by id: each must end parked as its failure says. */
  Map<String, PlantedFailure> planted();
}
