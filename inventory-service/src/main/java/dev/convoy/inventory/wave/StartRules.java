package dev.convoy.inventory.wave;

import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.wave.WaveMessage.MemberReport;
import dev.convoy.inventory.wave.WaveRow.Member;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a wave must fulfil to be started: better refused with figures than stuck half-way. */
record StartRules(WaveSettings settings) {

  /** MGN takes 200 servers across all active jobs of an account and region, and a unit is launched at once. */
  private static final int MOST_IN_UNIT = 200;

  private static final int MOST_NAMED = 10;

  @Nullable Refusal refusal(List<Member> members) {
    var moved = members.stream().map(Member::report).filter(report -> report.moved() && !report.ended()).toList();
    if (moved.isEmpty()) {
      return new Refusal("CVY-1205", "the wave has no server to move",
          "declare servers with strategy Rehost for it first");
    }
    var tooMany = over(moved, report -> report.account() + "/" + report.region(), settings.replicationQuota());
    if (!tooMany.isEmpty()) {
      return new Refusal("CVY-1206", "more servers than may replicate at a time (" + settings.replicationQuota()
          + " for an account and region): " + tooMany,
          "move servers to another wave or account, or have the quota raised and set convoy.inventory.replication-quota");
    }
    var tooLarge = over(moved, MemberReport::moveUnit, MOST_IN_UNIT);
    if (!tooLarge.isEmpty()) {
      return new Refusal("CVY-1207", "applications with more than " + MOST_IN_UNIT + " servers: " + tooLarge,
          "split them into applications that can be cut over one after the other");
    }
    var scattered = scattered(moved);
    return scattered.isEmpty() ? null
        : new Refusal("CVY-1208", "applications in several accounts or regions: " + scattered,
            "declare one account and region for each application of the wave");
  }

  private static Map<String, Long> over(List<MemberReport> reports, Function<MemberReport, String> by, int most) {
    return reports.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()))
        .entrySet().stream().filter(entry -> entry.getValue() > most).limit(MOST_NAMED)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
  }

  private static List<String> scattered(List<MemberReport> reports) {
    var places = new TreeMap<String, TreeSet<String>>();
    for (var report : reports) {
      var application = report.application();
      if (application != null) {
        places.computeIfAbsent(application, a -> new TreeSet<>()).add(report.account() + "/" + report.region());
      }
    }
    return places.entrySet().stream().filter(entry -> entry.getValue().size() > 1)
        .map(entry -> entry.getKey() + " " + entry.getValue()).limit(MOST_NAMED).toList();
  }
}
