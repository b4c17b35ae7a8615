package dev.convoy.inventory.readmodel;

import dev.convoy.events.common.DnsName;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.status.ServerStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Names by the servers that they are to lead to. A name leads to one; that of a server that has ended is free again. */
public final class SharedNames {

  private final Map<String, List<ServerStatus>> owners;

  private SharedNames(Map<String, List<ServerStatus>> owners) {
    this.owners = owners;
  }

  /** Of all servers. */
  public static SharedNames of(ReadModel model) {
    var targets = new HashMap<ServerStatus, TargetSettings>();
    model.servers().forEach(server -> model.target(server.getServerId()).ifPresent(target -> targets.put(server, target)));
    return of(targets);
  }

  static SharedNames of(Map<ServerStatus, TargetSettings> targets) {
    var owners = new HashMap<String, List<ServerStatus>>();
    targets.forEach((server, target) -> {
      if (isToMove(server)) {
        names(target).forEach(name -> owners.computeIfAbsent(name, key -> new ArrayList<>()).add(server));
      }
    });
    return new SharedNames(owners);
  }

  public static boolean isToMove(ServerStatus server) {
    return server.getStrategy() == Strategy.REHOST && !server.getEnded();
  }

  private static Stream<String> names(TargetSettings target) {
    return target.getDns() == null ? Stream.empty() : target.getDns().getNames().stream().map(DnsName::getName);
  }

  /** Names of a server that servers of other waves have too, with these. */
  public Map<String, List<String>> elsewhere(ServerStatus server, TargetSettings target) {
    var found = new TreeMap<String, List<String>>();
    names(target).forEach(name -> {
      var others = owners.getOrDefault(name, List.of()).stream()
          .filter(other -> !Objects.equals(other.getWaveId(), server.getWaveId())).map(ServerStatus::getServerId).sorted().toList();
      if (!others.isEmpty()) {
        found.put(name, others);
      }
    });
    return found;
  }
}
