package dev.convoy.lab.verify;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.summingInt;

/**
 * How many calls were made of AWS, and how few would have done (R5). A call that names several servers counts for each of
 * them. What is needed is told by the ledger:
 * <ul>
 * <li>settings are written at most once for each launch of a server (of those without a launch: once);
 * <li>an account is prepared once;
 * <li>of all else each accepted call is needed, since whether it was made twice is another rule's matter.
 * </ul>
 * Calls that a planted fault answered, or whose answer it had lost, count on neither side; what a lost one did needs no
 * other call any more.
 *
 * @param changing calls that asked for a change, accepted and refused
 * @param ideal how many of them were needed
 * @param planted calls that asked for a change and were answered by a planted fault
 * @param readsByOperation calls that asked for none, by {@code service.Operation}
 * @param time from the first call that asked for a change to the last
 */
public record CallCount(int changing, int ideal, int planted, Map<String, Long> readsByOperation, Duration time) {
  private static final Set<String> SETTINGS = Set.of("UpdateLaunchConfiguration", "CreateLaunchTemplateVersion",
      "ModifyLaunchTemplate");
  private static final Set<String> ONCE = Set.of("InitializeService", "CreateReplicationConfigurationTemplate",
      "UpdateReplicationConfiguration");
  private static final Set<String> LAUNCHES = Set.of("StartTest", "StartCutover");
  private static final String PLANTED = "planted.";
  private static final Set<String> SERVICES = Set.of("mgn", "ec2");

  /** One kind of change of one server, or of an account. */
  private record Need(String operation, String subject) {}

  /** Reads ledger and counters of the lab. @param simulator {@code http://127.0.0.1:4566} */
  public static CallCount read(URI simulator) {
    Ledgers ledgers = new Ledgers(simulator);
    return of(ledgers.awsCalls(), ledgers.counters());
  }

  static CallCount of(List<AwsCall> all, Map<String, Long> counters) {
    List<AwsCall> calls = all.stream().filter(call -> SERVICES.contains(call.service())).toList();
    Map<Need, Integer> accepted = new LinkedHashMap<>();
    Map<Need, Integer> lost = new LinkedHashMap<>();
    calls.stream().filter(AwsCall::accepted).forEach(call -> needs(call).forEach(need -> {
      accepted.merge(need, 1, Integer::sum);
      lost.merge(need, call.planted() ? 1 : 0, Integer::sum);
    }));
    int ideal = accepted.entrySet().stream()
        .mapToInt(each -> Math.max(0, needed(each.getKey(), each.getValue(), accepted)
            - lost.getOrDefault(each.getKey(), 0))).sum();
    return new CallCount(count(calls, false), ideal, count(calls, true), reads(counters), time(calls));
  }

  private static int count(Collection<AwsCall> calls, boolean planted) {
    return calls.stream().filter(call -> call.planted() == planted).collect(summingInt(call -> needs(call).size()));
  }

  private static List<Need> needs(AwsCall call) {
    String operation = call.operation() + call.lifeCycle().map(state -> " " + state).orElse("");
    return call.sourceServers().isEmpty() ? List.of(new Need(operation, call.account() + "/" + call.region()))
        : call.sourceServers().stream().map(server -> new Need(operation, server)).toList();
  }

  private static int needed(Need need, int times, Map<Need, Integer> accepted) {
    if (ONCE.contains(need.operation())) {
      return 1;
    }
    if (!SETTINGS.contains(need.operation())) {
      return times;
    }
    int launches = LAUNCHES.stream()
        .mapToInt(launch -> accepted.getOrDefault(new Need(launch, need.subject()), 0)).sum();
    return Math.min(times, Math.max(1, launches));
  }

  /** Those that a planted fault answered are counted twice by the simulator: as calls, and as planted. */
  private static Map<String, Long> reads(Map<String, Long> counters) {
    Map<String, Long> reads = new TreeMap<>();
    counters.forEach((key, count) -> {
      if (isRead(key)) {
        reads.put(key, count - counters.getOrDefault(PLANTED + key, 0L));
      }
    });
    return reads;
  }

  private static boolean isRead(String key) {
    String[] parts = key.split("\\.", 2);
    return parts.length == 2 && SERVICES.contains(parts[0])
        && (parts[1].startsWith("Describe") || parts[1].startsWith("Get") || parts[1].startsWith("List"));
  }

  private static Duration time(List<AwsCall> calls) {
    Instant first = calls.stream().map(AwsCall::wall).min(Instant::compareTo).orElse(Instant.EPOCH);
    Instant last = calls.stream().map(AwsCall::wall).max(Instant::compareTo).orElse(first);
    return Duration.between(first, last);
  }

  /** Calls that asked for no change. */
  public long reads() {
    return readsByOperation.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@code READS mgn.DescribeJobs=120 ec2.DescribeInstances=80}, most first. */
  public String readsLine() {
    return readsByOperation.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(each -> " " + each.getKey() + "=" + each.getValue()).collect(joining("", "READS", ""));
  }

  /** Calls made for each that was needed. */
  public double ratio() {
    return ideal == 0 ? changing == 0 ? 1 : Double.POSITIVE_INFINITY : (double) changing / ideal;
  }

  /**
   * {@code CALLS changing=130 ideal=124 ratio=1.05 planted=212 reads=900 reads-per-server-poll=0.412}.
   *
   * @param servers that were moved
   * @param poll between two looks of a service
   */
  public String line(int servers, Duration poll) {
    double polls = Math.max(1, time.toMillis() / (double) Math.max(1, poll.toMillis()));
    return String.format(Locale.ROOT, "CALLS changing=%d ideal=%d ratio=%.2f planted=%d reads=%d "
        + "reads-per-server-poll=%.3f", changing, ideal, ratio(), planted, reads(), reads() / (polls * Math.max(1, servers)));
  }
}
