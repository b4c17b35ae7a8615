package dev.convoy.lab.run;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.verify.AskedChanges;
import dev.convoy.lab.verify.AwsCall;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Looks at services that only observe an estate whose waves have begun: they have to plan calls for every server of it, as
 * {@code ./convoy account plan} shows them, and none that changes anything may come into the ledger of AWS.
 */
final class Observation {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  /** Looked on for so long after all is planned: what is withheld is tried again meanwhile. */
  private static final Duration LONGER = Duration.ofSeconds(10);
  private static final int NAMED = 5;

  private record Place(String account, String region) {}

  private final Set<String> estate;
  private final List<Place> places;
  private final LabPorts ports;
  private final Set<String> planned = new TreeSet<>();
  private int withheld;
  private List<AwsCall> changes = List.of();

  /** @param estate ids of its servers */
  Observation(Set<String> estate, Collection<ServerDeclared> declared, LabPorts ports) {
    this.estate = Set.copyOf(estate);
    this.places = declared.stream().filter(each -> estate.contains(each.getServerId()))
        .map(each -> new Place(each.getAccount(), each.getRegion())).distinct().toList();
    this.ports = ports;
  }

  /** Until every server was in the plan, and a little longer, or something was changed, or it takes too long. */
  void watch() {
    if (Condition.holdsWithin(PATIENCE, () -> look() && (planned.containsAll(estate) || !changes.isEmpty()))) {
      Condition.holdsWithin(LONGER, () -> look() && !changes.isEmpty());
    }
    changes = AskedChanges.in(ports.awsUrl());
  }

  private boolean look() {
    List<JsonNode> calls = calls();
    withheld = Math.max(withheld, calls.size());
    calls.stream().map(each -> each.path("server").asString("")).filter(estate::contains).forEach(planned::add);
    changes = AskedChanges.in(ports.awsUrl());
    return true;
  }

  private List<JsonNode> calls() {
    List<JsonNode> calls = new ArrayList<>();
    try (InventoryClient agent = client(LabService.AGENT, InventoryClient::agent);
        InventoryClient replication = client(LabService.REPLICATION, InventoryClient::replication);
        InventoryClient launch = client(LabService.LAUNCH, InventoryClient::launch)) {
      for (Place place : places) {
        String path = "/api/plan?account=" + InventoryClient.segment(place.account()) + "&region="
            + InventoryClient.segment(place.region());
        Stream.of(agent, replication, launch).map(each -> each.get(path).body())
            .forEach(plan -> plan.path("calls").forEach(calls::add));
      }
    }
    return calls;
  }

  private InventoryClient client(LabService service, Function<URI, InventoryClient> at) {
    return at.apply(URI.create("http://" + LabPorts.HOST + ":" + ports.service(service)));
  }

  /** A line for each thing that was not as it has to be. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (!changes.isEmpty()) {
      faults.add("[CVY-9279] lab: " + changes.size() + " calls that change something were made while the services only observed, the "
          + "first: " + changes.stream().limit(NAMED).map(AwsCall::toString).toList() + "; see the ledger of the AWS simulator");
    }
    Set<String> missing = new TreeSet<>(estate);
    missing.removeAll(planned);
    if (!missing.isEmpty()) {
      faults.add("[CVY-9279] lab: nothing was planned for " + missing.size() + " servers of the estate, such as "
          + missing.stream().limit(NAMED).toList() + "; see ./convoy account plan, and the lab's log");
    }
    return faults;
  }

  /** {@code OBSERVED servers=10 planned=10 withheld=14 ledger=0}; withheld is the most calls that were planned at once. */
  String line() {
    return "OBSERVED servers=" + estate.size() + " planned=" + planned.size() + " withheld=" + withheld + " ledger="
        + changes.size();
  }
}
