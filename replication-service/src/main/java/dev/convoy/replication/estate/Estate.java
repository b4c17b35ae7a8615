package dev.convoy.replication.estate;

import dev.convoy.replication.estate.Criterion.Names;
import dev.convoy.replication.estate.Criterion.Word;
import dev.convoy.replication.estate.EstateReport.Conflict;
import dev.convoy.replication.estate.EstateReport.Listed;
import dev.convoy.replication.estate.EstateReport.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Matches what MGN lists with what is declared. A pair is a match if the strongest criterion on which any declared server
 * agrees names one alone, no other criterion speaks against it, and no other source server leads to the same one. Whatever
 * else looks alike is a conflict. Archived and disconnected source servers take no part.
 */
public final class Estate {

  private final Map<String, DeclaredServer> byId = new HashMap<>();
  private final Map<String, Set<DeclaredServer>> byName = new HashMap<>();
  private final Map<String, Set<DeclaredServer>> byAddress = new HashMap<>();
  private final Map<String, Set<DeclaredServer>> byMac = new HashMap<>();
  private final Map<String, Set<DeclaredServer>> byInstance = new HashMap<>();
  private final List<Match> matched = new ArrayList<>();
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<Listed> strangers = new ArrayList<>();
  private final List<Listed> leftAlone = new ArrayList<>();
  private final Map<String, List<Claim>> claims = new TreeMap<>();

  /** A source server that leads to one declared server. */
  private record Claim(FoundServer found, DeclaredServer declared, List<Criterion> by) {}

  private Estate(Collection<DeclaredServer> declared) {
    for (var server : declared) {
      byId.put(server.serverId(), server);
      Names.shortened(server.names()).forEach(name -> add(byName, name, server));
      add(byAddress, server.address(), server);
      if (server.macAddress() != null) {
        add(byMac, Names.mac(server.macAddress()), server);
      }
      if (server.ec2InstanceId() != null) {
        add(byInstance, server.ec2InstanceId(), server);
      }
    }
  }

  private static void add(Map<String, Set<DeclaredServer>> index, String key, DeclaredServer server) {
    index.computeIfAbsent(key, first -> new LinkedHashSet<>()).add(server);
  }

  /** The same for the same servers in any order. */
  public static EstateReport match(Collection<FoundServer> found, Collection<DeclaredServer> declared) {
    var estate = new Estate(declared);
    found.stream().sorted(Comparator.comparing(FoundServer::sourceServerId)).forEach(estate::place);
    estate.settle();
    return estate.report(found.size(), declared);
  }

  private void place(FoundServer found) {
    var stage = EstateStage.of(found);
    if (stage.way() == EstateStage.Way.LEAVE) {
      leftAlone.add(Listed.of(found, stage));
      return;
    }
    var likely = likely(found);
    for (var criterion : Criterion.values()) {
      var agree = likely.stream().filter(each -> criterion.compare(found, each) == Word.SAME).toList();
      if (agree.size() == 1) {
        claim(found, agree.getFirst());
        return;
      }
      if (agree.size() > 1) {
        conflicts.add(Conflict.ambiguous(found, criterion, agree));
        return;
      }
    }
    strangers.add(Listed.of(found, stage));
  }

  /** Those on which any criterion may agree. */
  private List<DeclaredServer> likely(FoundServer found) {
    var named = Names.shortened(found.names()).stream().flatMap(name -> byName.getOrDefault(name, Set.of()).stream());
    var addressed = found.addresses().stream().flatMap(each -> byAddress.getOrDefault(each, Set.of()).stream());
    var wired = found.macAddresses().stream().flatMap(each -> byMac.getOrDefault(each, Set.of()).stream());
    var instance = byInstance.getOrDefault(found.ec2InstanceId(), Set.of()).stream();
    return Stream.of(Stream.ofNullable(byId.get(found.userProvidedId())), instance, wired, named, addressed).flatMap(each -> each)
        .distinct().sorted(Comparator.comparing(DeclaredServer::serverId)).toList();
  }

  private void claim(FoundServer found, DeclaredServer declared) {
    var against = those(found, declared, Word.OTHER);
    if (!against.isEmpty()) {
      conflicts.add(Conflict.contradicted(found, declared, those(found, declared, Word.SAME), against));
    } else if (declared.sourceServerId() != null && !declared.sourceServerId().equals(found.sourceServerId())) {
      conflicts.add(Conflict.boundOtherwise(found, declared));
    } else {
      claims.computeIfAbsent(declared.serverId(), first -> new ArrayList<>())
          .add(new Claim(found, declared, those(found, declared, Word.SAME)));
    }
  }

  private static List<Criterion> those(FoundServer found, DeclaredServer declared, Word word) {
    return Stream.of(Criterion.values()).filter(each -> each.compare(found, declared) == word).toList();
  }

  /** One that any conflict names is matched with nothing: the other side of it may be the right one. */
  private void settle() {
    var disputed = conflicts.stream().flatMap(each -> each.serverIds().stream()).collect(Collectors.toSet());
    claims.forEach((serverId, those) -> {
      if (those.size() > 1 || disputed.contains(serverId)) {
        conflicts.add(Conflict.severalFor(those.getFirst().declared(), those.stream().map(Claim::found).toList(), disputed.contains(serverId)));
      } else {
        var claim = those.getFirst();
        matched.add(Match.of(claim.found(), claim.declared(), claim.by()));
      }
    });
  }

  private EstateReport report(int found, Collection<DeclaredServer> declared) {
    var known = new TreeSet<String>();
    matched.forEach(each -> known.add(each.serverId()));
    conflicts.forEach(each -> known.addAll(each.serverIds()));
    var missing = declared.stream().filter(each -> !each.ended()).map(DeclaredServer::serverId)
        .filter(id -> !known.contains(id)).sorted().toList();
    return new EstateReport(found, declared.size(), matched, conflicts, strangers, missing, leftAlone,
        EstateReport.stages(matched));
  }
}
