package dev.convoy.replication.estate;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an account holds, held against the inventory. Every source server is in exactly one of matched, conflicts, strangers
 * and left alone.
 *
 * @param sourceServers how many MGN lists, archived ones too
 * @param servers how many are declared to go there
 * @param strangers source servers that nothing declared looks like
 * @param missing ids of declared servers that nothing in MGN looks like
 * @param leftAlone archived, disconnected and agentless ones
 * @param stages how many matched servers are how far
 */
public record EstateReport(
    int sourceServers, int servers, List<Match> matched, List<Conflict> conflicts, List<Listed> strangers,
    List<String> missing, List<Listed> leftAlone, Map<EstateStage, Integer> stages) {

  public EstateReport {
    matched = List.copyOf(matched);
    conflicts = List.copyOf(conflicts);
    strangers = List.copyOf(strangers);
    missing = List.copyOf(missing);
    leftAlone = List.copyOf(leftAlone);
  }

  /**
   * A source server that is this declared server.
   *
   * @param by the criteria that say so; none says otherwise
   * @param bound the inventory knows it already
   */
  public record Match(
      String serverId, String sourceServerId, @Nullable String waveId, List<Criterion> by, EstateStage stage,
      EstateStage.Way way, String next, boolean bound) {

    static Match of(FoundServer found, DeclaredServer declared, List<Criterion> by) {
      var stage = EstateStage.of(found);
      var bound = found.sourceServerId().equals(declared.sourceServerId());
      return new Match(declared.serverId(), found.sourceServerId(), declared.waveId(), List.copyOf(by), stage, bound ? EstateStage.Way.LEAVE
          : stage.way(), bound ? "nothing: it is bound, and goes on with its wave" : stage.next(), bound);
    }
  }

  /** With the matches of these waves only. */
  public EstateReport ofWaves(Collection<String> waves) {
    var those = matched.stream().filter(each -> waves.contains(each.waveId())).toList();
    return new EstateReport(sourceServers, servers, those, conflicts, strangers, missing, leftAlone, stages(those));
  }

  /** How many are how far, in the order of the stages. */
  static Map<EstateStage, Integer> stages(Collection<Match> matched) {
    var stages = new EnumMap<EstateStage, Integer>(EstateStage.class);
    matched.forEach(each -> stages.merge(each.stage(), 1, Integer::sum));
    return stages;
  }

  /** A source server that is bound to nothing. */
  public record Listed(String sourceServerId, String called, EstateStage stage) {
    static Listed of(FoundServer found, EstateStage stage) {
      return new Listed(found.sourceServerId(), found.called(), stage);
    }
  }

  /** Servers that look alike and are not told apart by what is known of them; neither side is bound. */
  public record Conflict(
      String code, List<String> sourceServerIds, List<String> serverIds, String found, String remedy) {

    static Conflict ambiguous(FoundServer found, Criterion by, List<DeclaredServer> agree) {
      var ids = agree.stream().map(DeclaredServer::serverId).sorted().toList();
      return new Conflict("CVY-3510", List.of(found.sourceServerId()), ids, "the " + word(by) + " of "
          + found.sourceServerId() + " (" + found.called() + ") fits " + String.join(", ", ids),
          "declare what tells them apart, or install its agent again with --user-provided-id of the right one");
    }

    static Conflict contradicted(
        FoundServer found, DeclaredServer declared, List<Criterion> agree, List<Criterion> against) {
      return new Conflict("CVY-3511", List.of(found.sourceServerId()), List.of(declared.serverId()),
          found.sourceServerId() + " (" + found.called() + ") is " + declared.serverId() + " by its " + words(agree)
              + ", and is not by its " + words(against),
          "correct the declaration if it is the same machine; if it is a copy, uninstall its agent or disconnect it in MGN");
    }

    static Conflict boundOtherwise(FoundServer found, DeclaredServer declared) {
      return new Conflict("CVY-3513", List.of(String.valueOf(declared.sourceServerId()), found.sourceServerId()),
          List.of(declared.serverId()), declared.serverId() + " is bound to " + declared.sourceServerId() + ", and "
              + found.sourceServerId() + " (" + found.called() + ") looks like it too",
          "disconnect and archive in MGN the one that nobody needs");
    }

    static Conflict severalFor(DeclaredServer declared, List<FoundServer> found, boolean disputed) {
      var ids = found.stream().map(FoundServer::sourceServerId).sorted().toList();
      return new Conflict("CVY-3512", ids, List.of(declared.serverId()), declared.serverId() + " is "
          + String.join(" and ", ids) + (disputed ? ", and another conflict names it" : ""),
          "disconnect and archive in MGN those that nobody needs, and mend the other conflicts");
    }

    private static String words(List<Criterion> criteria) {
      return criteria.stream().map(Conflict::word).collect(Collectors.joining(" and "));
    }

    private static String word(Criterion criterion) {
      return criterion.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
