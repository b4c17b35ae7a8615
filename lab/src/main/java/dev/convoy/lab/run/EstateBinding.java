package dev.convoy.lab.run;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.lab.estate.Founded;
import dev.convoy.lab.estate.KnownBy;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.run.EstateAdoption.Binding;
import dev.convoy.lab.verify.AskedChanges;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Binds an estate of somebody else as {@code ./convoy account adopt} does, account by account, before the waves start. */
final class EstateBinding {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BY = "lab";

  private final Map<String, Founded> estate;
  private final Collection<ServerDeclared> declared;
  private final LabPorts ports;

  /** @param estate by server id */
  EstateBinding(Map<String, Founded> estate, Collection<ServerDeclared> declared, LabPorts ports) {
    this.estate = estate;
    this.declared = declared.stream().filter(each -> estate.containsKey(each.getServerId())).toList();
    this.ports = ports;
  }

  /** What became of each is judged at the end, by what was published. */
  void bind(PrintStream out) {
    try (InventoryClient inventory = new InventoryClient(ports.inventoryUrl(), PATIENCE);
        InventoryClient replication = InventoryClient.replication(
            URI.create("http://" + LabPorts.HOST + ":" + ports.service(LabService.REPLICATION)))) {
      var ends = new TreeMap<EstateAdoption.End, Integer>();
      declared.stream().map(ServerDeclared::getAccount).collect(Collectors.toCollection(TreeSet::new))
          .forEach(account -> bind(account, inventory, replication, out).forEach(each -> ends.merge(each.end(), 1, Integer::sum)));
      out.println("The estate is known by " + estate.values().stream()
          .collect(Collectors.groupingBy(Founded::known, TreeMap<KnownBy, Long>::new, Collectors.counting())) + " and adopted: " + ends);
    }
  }

  private List<Binding> bind(String account, InventoryClient inventory, InventoryClient replication, PrintStream out) {
    var here = declared.stream().filter(each -> each.getAccount().equals(account)).toList();
    String region = here.getFirst().getRegion();
    String place = "account=" + account + "&region=" + region;
    awaitKnown(here, inventory, place);
    JsonNode environment = inventory.get("/api/environments?" + place).body().path("environments").path(0);
    EstateAdoption adoption = new EstateAdoption(inventory, replication);
    int before = AskedChanges.in(ports.awsUrl()).size();
    JsonNode report = adoption.report(account, region, environment, List.of());
    int asked = AskedChanges.in(ports.awsUrl()).size() - before;
    out.println(account + " " + region + ": " + report.path("matched").size() + " of " + report.path("sourceServers").asInt(0)
        + " source servers matched, " + report.path("conflicts").size() + " conflicts; the report asked AWS for " + asked + " changes");
    if (asked > 0) {
      throw new LabFailure("[CVY-9279] lab: a report of what is in " + account + " " + region + " asked AWS for " + asked
          + " changes; see the ledger of the AWS simulator");
    }
    List<Binding> bindings = adoption.bind(report, BY);
    bindings.stream().filter(each -> !each.why().isEmpty()).forEach(each -> out.println(each.serverId() + ": " + each.why()));
    return bindings;
  }

  /** What the read model of inventory-service has not read yet nothing would be matched with. */
  private static void awaitKnown(List<ServerDeclared> here, InventoryClient inventory, String place) {
    var ids = here.stream().map(ServerDeclared::getServerId).toList();
    if (!Condition.holdsWithin(PATIENCE, () -> new HashSet<>(inventory.get("/api/sources?" + place).body().path("servers")
        .valueStream().map(each -> each.path("serverId").asString("")).toList()).containsAll(ids))) {
      throw new LabFailure("[CVY-9325] lab: inventory-service did not show the servers of the estate within " + PATIENCE
          + "; see its log");
    }
  }
}
