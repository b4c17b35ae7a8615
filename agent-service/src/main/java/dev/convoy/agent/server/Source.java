package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.Profiled;
import dev.convoy.agent.server.AgentOutcome.SourceDetail;
import dev.convoy.agent.server.AgentOutcome.SourceFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a source, and what a person has decided about it.
 *
 * @param seen how it was when the test of this round was made of it
 * @param undecided what a person is asked about
 * @param decided what a person has let pass
 * @param lookedRound round in which it was looked at before the quiesce and found as it was; 0 = never
 * @param changed how it was found otherwise; what the tests of later rounds are made of; null = never
 * @param changedRound round in which that was
 */
public record Source(
    Seen seen, List<String> undecided, List<String> decided, int lookedRound, @Nullable Seen changed, int changedRound) {

  private static final int FIRST_EPHEMERAL = 32_768;
  private static final int MOST_NAMED = 20;

  /** What is compared. Disks as {@code <device> <bytes>}. */
  record Seen(String os, String kernel, List<String> disks, List<Integer> ports, List<String> enabled) {}

  /** A change that makes the test worthless, by the name under which it is decided. */
  record Breach(String name, String code, String what) {}

  /** Null where the host said nothing that could be compared. */
  static @Nullable Source of(SourceFacts facts) {
    var detail = facts.detail();
    return detail == null ? null : new Source(seen(facts, detail), List.of(), List.of(), 0, null, 0);
  }

  private static Seen seen(SourceFacts facts, SourceDetail detail) {
    return new Seen(facts.os(), facts.kernel(), detail.disks(), facts.ports(), detail.enabled());
  }

  Source asking(List<String> names) {
    return new Source(seen, List.copyOf(names), decided, lookedRound, changed, changedRound);
  }

  /** What was asked about is let pass. */
  Source letPass() {
    var all = new TreeSet<>(decided);
    all.addAll(undecided);
    return new Source(seen, List.of(), List.copyOf(all), lookedRound, changed, changedRound);
  }

  /** The same host seen anew; what was decided stays decided. */
  Source seenAnew(Source next) {
    return new Source(next.seen, List.of(), decided, lookedRound, null, 0);
  }

  Source lookedAt(int round) {
    return new Source(seen, List.of(), decided, round, changed, changedRound);
  }

  /** What the test of a later round is made of. */
  Source changing(Profiled profiled, int round) {
    var detail = profiled.facts().detail();
    return detail == null ? this
        : new Source(seen(round), undecided, decided, lookedRound, seen(profiled.facts(), detail), round);
  }

  private Seen seen(int round) {
    return changed != null && changedRound < round ? changed : seen;
  }

  /** Changes that nobody has let pass: disks that replication does not hold first. */
  List<Breach> breaches(Profiled profiled, int round) {
    var all = new LinkedHashMap<String, Breach>();
    profiled.unheld().forEach(disk -> all.put("disk " + disk, new Breach("disk " + disk, "CVY-2251",
        "replication does not hold disk " + disk)));
    var detail = profiled.facts().detail();
    if (detail != null) {
      var then = seen(round);
      var now = seen(profiled.facts(), detail);
      changed(all, "operating system", then.os(), now.os());
      changed(all, "kernel", then.kernel(), now.kernel());
      disks(all, then.disks(), now.disks());
    }
    return all.values().stream().filter(breach -> !decided.contains(breach.name())).toList();
  }

  private static void changed(Map<String, Breach> all, String what, String then, String now) {
    if (!then.equals(now)) {
      all.put(what + " " + now, new Breach(what + " " + now, "CVY-2252", what + " is " + now + ", tested was " + then));
    }
  }

  private static void disks(Map<String, Breach> all, List<String> then, List<String> now) {
    var gone = new ArrayList<>(then);
    gone.removeAll(now);
    var come = new ArrayList<>(now);
    come.removeAll(then);
    come.forEach(disk -> all.putIfAbsent("disk " + disk, new Breach("disk " + disk, "CVY-2252",
        "disk " + disk + " was not tested")));
    gone.stream().filter(disk -> come.stream().noneMatch(other -> device(other).equals(device(disk))))
        .forEach(disk -> all.put("no disk " + disk, new Breach("no disk " + disk, "CVY-2252",
            "disk " + disk + " is gone, tested with it")));
  }

  private static String device(String disk) {
    return disk.substring(0, Math.max(0, disk.indexOf(' ')));
  }

  /** Everything that differs, for the event; what listens on a passing port is left out. */
  List<String> changes(Profiled profiled, int round) {
    var detail = profiled.facts().detail();
    var all = new ArrayList<String>();
    breaches(profiled, round).forEach(breach -> all.add(breach.what()));
    if (detail != null) {
      var then = seen(round);
      all.addAll(differences("port", lasting(then.ports()), lasting(profiled.facts().ports())));
      all.addAll(differences("service", then.enabled(), detail.enabled()));
    }
    return all.subList(0, Math.min(MOST_NAMED, all.size()));
  }

  private static List<String> lasting(List<Integer> ports) {
    return ports.stream().filter(port -> port < FIRST_EPHEMERAL).map(Objects::toString).toList();
  }

  private static List<String> differences(String what, List<String> then, List<String> now) {
    var all = new ArrayList<String>();
    var before = new HashSet<>(then);
    var after = new HashSet<>(now);
    now.stream().filter(each -> !before.contains(each)).forEach(each -> all.add(what + " " + each + " is new"));
    then.stream().filter(each -> !after.contains(each)).forEach(each -> all.add(what + " " + each + " is gone"));
    return all;
  }
}
