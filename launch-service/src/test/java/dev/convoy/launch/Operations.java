package dev.convoy.launch;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.launch.jobs.JobKind;
import dev.convoy.launch.jobs.JobLane;
import dev.convoy.launch.jobs.JobSettings;
import dev.convoy.launch.server.LaunchAction;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.launch.server.LaunchTemplate;
import dev.convoy.launch.server.Placement;
import dev.convoy.launch.source.SourceServer;
import dev.convoy.launch.source.SourceServerHandler.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Operations for tests of handlers, wanted an hour before {@link FakeAccount#NOW}. */
@NullMarked
public final class Operations {

  public static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  public static final Clock CLOCK = Clock.fixed(FakeAccount.NOW, ZoneOffset.UTC);
  public static final Times TIMES = new Times(Duration.ofMinutes(3), Duration.ofSeconds(20));
  public static final Placement TEST = new Placement(
      "subnet-test", List.of("sg-test"), "m6i.large", null, null, "default", Map.of("app", "shop"));

  private static final JobSettings JOBS = new JobSettings(
      Duration.ofMinutes(3), Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMinutes(45),
      Duration.ofMinutes(90), 5, 3);

  private Operations() {}

  public static JobLane lane(FakeAccount account, JobKind kind, Predicate<SourceServer> startable) {
    return new JobLane(kind, startable, account, account.sources(), JOBS, CLOCK, () -> "batch-1");
  }

  public static LaunchOperation.StartTest startTest(String server, String... previousJobs) {
    return new LaunchOperation.StartTest(header(server, "StartTest"), ACCOUNT, server,
        new LaunchTemplate("lt-" + server, 1), TEST, List.of(previousJobs));
  }

  /** A post-launch action of ten minutes with one parameter. */
  public static LaunchAction action(String name, int order, boolean mustSucceed) {
    return new LaunchAction(name, "AWS-RunShellScript", "$DEFAULT", order, 600, mustSucceed,
        Map.of("commands", List.of(new LaunchAction.Reference("convoy.join", true))));
  }

  /** The usual placement with these actions. */
  public static Placement acting(LaunchAction... actions) {
    return new Placement(TEST.subnetId(), TEST.securityGroupIds(), TEST.instanceType(), TEST.instanceProfile(),
        TEST.privateIp(), TEST.tenancy(), TEST.tags(), List.of(actions));
  }

  public static LaunchOperation.StartTest startTest(String server, Placement placement) {
    return new LaunchOperation.StartTest(header(server, "StartTest"), ACCOUNT, server,
        new LaunchTemplate("lt-" + server, 1), placement, List.of());
  }

  public static LaunchOperation.StartCutover startCutover(String server, Placement placement) {
    return new LaunchOperation.StartCutover(header(server, "StartCutover"), ACCOUNT, server,
        new LaunchTemplate("lt-" + server, 1), placement, List.of());
  }

  public static LaunchOperation.ConfigureLaunch configure(String server, Placement placement) {
    return new LaunchOperation.ConfigureLaunch(header(server, "ConfigureLaunch"), ACCOUNT, server, placement);
  }

  public static LaunchOperation.TerminateTest terminate(String server, String instance, String... previousJobs) {
    return new LaunchOperation.TerminateTest(
        header(server, "TerminateTest"), ACCOUNT, server, instance, List.of(previousJobs));
  }

  public static LaunchOperation.ConfigureLaunch configure(String server) {
    return new LaunchOperation.ConfigureLaunch(header(server, "ConfigureLaunch"), ACCOUNT, server, TEST);
  }

  public static LaunchOperation.StopTarget stop(
      String server, @Nullable String instance, boolean underWay, String... previousJobs) {
    return new LaunchOperation.StopTarget(
        header(server, "StopTarget"), ACCOUNT, server, instance, underWay, List.of(previousJobs));
  }

  /** An operation that was wanted just now. */
  public static OperationHeader fresh(String server, String kind) {
    return new OperationHeader(server, kind, 1, 1, ACCOUNT.limitKey(), true, FakeAccount.NOW, "wave-1");
  }

  public static OperationHeader header(String server, String kind) {
    return new OperationHeader(server, kind, 1, 1, ACCOUNT.limitKey(), true,
        FakeAccount.NOW.minus(Duration.ofHours(1)), "wave-1");
  }
}
