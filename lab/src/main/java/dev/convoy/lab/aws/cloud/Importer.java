package dev.convoy.lab.aws.cloud;

import dev.convoy.lab.aws.cloud.Group.Kind;
import dev.convoy.lab.aws.cloud.InventoryFile.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the rows of an inventory file: waves, applications and servers that are missing are made, the others changed. */
final class Importer {

  private final Region region;
  private final Instant now;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<Transfer.Fault> faults = new ArrayList<>();

  Importer(Region region, Instant now) {
    this.region = region;
    this.now = now;
  }

  /** Rows by what was made and changed: {@code waves.createdCount} and the like. */
  Map<String, Long> counts() {
    return counts;
  }

  List<Transfer.Fault> faults() {
    return faults;
  }

  void take(List<Row> rows) {
    for (var i = 0; i < rows.size(); i++) {
      take(i + 1, rows.get(i));
    }
  }

  private void take(long number, Row row) {
    if (!row.account().equals(region.account())) {
      var named = row.account().matches("\\d{12}") ? row.account() : null;
      faults.add(new Transfer.Fault(number, true, "the account is not " + region.account(), named));
    } else if (!row.region().equals(region.name())) {
      faults.add(new Transfer.Fault(number, true, "the region is not " + region.name(), null));
    } else if (row.application().isEmpty() && (row.server().isEmpty() || !row.wave().isEmpty())) {
      faults.add(new Transfer.Fault(number, true, "mgn:app:name is missing", null));
    } else {
      group(row);
    }
  }

  private void group(Row row) {
    var application = row.application().isEmpty() ? null : group(Kind.APPLICATION, "applications", row.application());
    if (application != null && !row.wave().isEmpty()) {
      application.into(group(Kind.WAVE, "waves", row.wave()).id(), now);
    }
    if (!row.server().isEmpty()) {
      var server = server(row);
      server.tags().putAll(row.tags());
      if (application != null) {
        server.into(application.id());
      }
    }
  }

  private Group group(Kind kind, String counted, String name) {
    var known = region.estate().groups(kind).filter(each -> !each.archived() && each.name().equals(name)).findFirst();
    count(counted, known.isPresent());
    return known.orElseGet(() -> region.estate().create(region, kind, name, now));
  }

  private SourceServer server(Row row) {
    var known = region.servers().stream()
        .filter(each -> !each.archived() && row.server().equals(each.agent().userProvidedId())).findFirst();
    count("servers", known.isPresent());
    return known.orElseGet(() -> AgentRegistration.expect(region, new Agent(row.server(), row.server(),
        row.fqdn().isEmpty() ? row.server() : row.fqdn(), "", row.platform(), List.of(), 0, 0, null), now));
  }

  private void count(String counted, boolean known) {
    counts.merge(counted + (known ? ".modifiedCount" : ".createdCount"), 1L, Long::sum);
  }
}
