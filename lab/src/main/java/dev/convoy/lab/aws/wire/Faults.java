package dev.convoy.lab.aws.wire;

import dev.convoy.lab.aws.cloud.Job;
import dev.convoy.lab.aws.cloud.SourceServer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The faults that are planted now. */
public final class Faults {

  /** A rule and how often it has matched and struck. */
  public record Standing(FaultRule rule, long matched, long struck) {}

  private static final class Planted {
    private final FaultRule rule;
    private long matched;
    private long struck;

    Planted(FaultRule rule) {
      this.rule = rule;
    }

    boolean strikes(Random random) {
      var limit = rule.count();
      if (limit != null && struck >= limit) {
        return false;
      }
      matched++;
      var every = rule.every();
      var probability = rule.probability();
      var hit = every != null ? matched % every == 0 : probability == null || random.nextDouble() < probability;
      struck += hit ? 1 : 0;
      return hit;
    }
  }

  private final Random random;
  private List<Planted> planted = List.of();

  public Faults(long seed) {
    random = new Random(seed);
  }

  /** Replaces all rules. */
  public synchronized void plant(List<FaultRule> rules) {
    planted = rules.stream().map(Planted::new).toList();
  }

  /** The rules and how often they struck. */
  public synchronized List<Standing> standing() {
    return planted.stream().map(p -> new Standing(p.rule, p.matched, p.struck)).toList();
  }

  /** What befalls a call; null for nothing. */
  public synchronized FaultRule.@Nullable Kind ofCall(Call call) {
    for (var p : planted) {
      if (p.rule.kind().ofCall() && strikes(p, call)) {
        return p.rule.kind();
      }
    }
    return null;
  }

  /** How old an answer may be, in simulated time, while stale answers are planted; zero while they are not. */
  public synchronized Duration staleness() {
    return planted.stream().map(p -> p.rule).filter(rule -> rule.kind() == FaultRule.Kind.STALE)
        .map(FaultRule::staleness).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** Whether a call is to be answered from an earlier state. */
  public synchronized boolean stale(Call call) {
    return planted.stream().anyMatch(p -> p.rule.kind() == FaultRule.Kind.STALE && strikes(p, call));
  }

  /** How late the answer to a call is to come. */
  public synchronized Duration latency(Call call) {
    return planted.stream().filter(p -> p.rule.kind() == FaultRule.Kind.LATENCY && strikes(p, call))
        .map(p -> p.rule.latency()).findFirst().orElse(Duration.ZERO);
  }

  private boolean strikes(Planted p, Call call) {
    return p.rule.matches(call.operation()) && p.rule.matches(call.subjects(), call.userProvidedIds())
        && p.strikes(random);
  }

  /** How a server is to fail in the job that a call starts; null for not at all. */
  public synchronized Job.@Nullable Failure ofLaunch(Call call, SourceServer server) {
    for (var p : planted) {
      if (p.rule.kind().failure() != null && befalls(p, call, server)) {
        return p.rule.kind().failure();
      }
    }
    return null;
  }

  /** Whether what a call starts for a server is to fail in this way. */
  public synchronized boolean befalls(FaultRule.Kind kind, Call call, SourceServer server) {
    return planted.stream().anyMatch(p -> p.rule.kind() == kind && befalls(p, call, server));
  }

  private boolean befalls(Planted p, Call call, SourceServer server) {
    var userId = server.agent().userProvidedId();
    return p.rule.matches(call.operation())
        && p.rule.matches(List.of(server.id()), userId == null ? List.of() : List.of(userId)) && p.strikes(random);
  }
}
