package dev.convoy.replication.preflight;

import dev.convoy.events.common.TargetSettings;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.time.MovedClock;
import dev.convoy.kit.worker.Observation;
import dev.convoy.replication.follow.FakeSourceServers;
import dev.convoy.replication.server.ReplicationOperation.CheckLaunch;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.LaunchForeseen;
import dev.convoy.replication.server.Sighting;
import dev.convoy.schemas.AvroModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One look for all servers of an account, and what it says of each. */
class CheckLaunchHandlerTest {

  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);

  private final FakeCloud cloud = new FakeCloud();
  private final FakeSourceServers servers = new FakeSourceServers();
  private final MovedClock clock = new MovedClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final CheckLaunchHandler handler = new CheckLaunchHandler(
      new Preflight(cloud, cloud.mgn(), new Preflight.Settings(1, true, "x")), servers, EVERY, clock);

  @BeforeAll
  static void trustTheEvents() {
    AvroModel.get();
  }

  private static CheckLaunch check(String server, String subnet, boolean told) {
    return check(server, subnet, told, "wave-1");
  }

  private static CheckLaunch check(String server, String subnet, boolean told, String wave) {
    var header = new OperationHeader(server, "CheckLaunch", 1, 1, ACCOUNT.limitKey(), true, Instant.EPOCH, wave);
    var target = TargetSettings.newBuilder().setEnvironment("prod").setAccount(ACCOUNT.account()).setRegion(ACCOUNT.region())
        .setStagingSubnetId("subnet-a").setReplicationServerInstanceType("t3.small").setTestSubnetId("subnet-b")
        .setTargetSubnetId(subnet).setInstanceType("m5.large").build();
    return new CheckLaunch(header, ACCOUNT, "s-" + server, null, false, false, told, target);
  }

  private static List<CheckLaunch> checks(int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> check("w" + n, "subnet-c", false)).toList();
  }

  private List<String> codes(CheckLaunch operation) {
    return foreseen(handler.observe(List.of(operation)).get(operation.id())).stream().map(Failure::code).toList();
  }

  private static List<Failure> foreseen(Observation<ReplicationOutcome> seen) {
    return seen instanceof Observation.Running<ReplicationOutcome>(LaunchForeseen outcome, var print) ? outcome.faults() : List.of();
  }

  private boolean isSilent(CheckLaunch operation) {
    return handler.observe(List.of(operation)).get(operation.id()).equals(Observation.Running.silently());
  }

  private static Sighting in(String lifeCycle) {
    return new Sighting(Sighting.CONTINUOUS, lifeCycle, Duration.ZERO, 1, 1, 0, null, null, null);
  }

  @Test
  void everyFaultIsSaidToTheServersThatItConcernsAndAbsenceOnlyWhereFaultsWereTold() {
    var lost = check("lost", "subnet-none", false);
    var well = check("well", "subnet-c", false);
    var seen = handler.observe(List.of(lost, well));
    assertThat(foreseen(seen.get(lost.id()))).singleElement().satisfies(fault -> {
      assertThat(fault.code()).isEqualTo("CVY-3420");
      assertThat(fault.message()).isEqualTo("111122223333/eu-central-1 target subnet subnet-none: it does not exist; "
          + "needed: a subnet of this account and region");
      assertThat(fault.remedy()).contains("correct the environment");
    });
    assertThat(seen.get(well.id())).isEqualTo(Observation.Running.silently());
    var mended = check("lost", "subnet-c", true);
    clock.move(EVERY);
    assertThat(handler.observe(List.of(mended)).get(mended.id()))
        .isInstanceOfSatisfying(Observation.Running.class, running -> assertThat(running.progress()).isNotNull());
    assertThat(codes(mended)).isEmpty();
  }

  @Test
  void allServersOfAWaveAreJudgedTogetherInOneLookAndWhoComesLaterALittleLater() {
    assertThat(handler.observe(checks(0, 15)).values()).allMatch(Observation.Running.silently()::equals);
    var late = checks(15, 25);
    assertThat(handler.observe(late).values()).as("not judged yet").allMatch(Observation.Running.silently()::equals);
    assertThat(servers.reads()).hasSize(1);
    clock.move(handler.pollInterval());
    assertThat(codes(late.getFirst())).containsExactly("CVY-3423", "CVY-3423", "CVY-3423");
    assertThat(servers.reads()).hasSize(2);
    assertThat(codes(checks(0, 1).getFirst())).hasSize(3);
    assertThat(servers.reads()).as("what was seen is enough for a while").hasSize(2);
    late.forEach(gone -> handler.left(gone.id()));
    clock.move(EVERY);
    assertThat(isSilent(checks(0, 1).getFirst())).isTrue();
  }

  @Test
  void whoHasAnInstanceTakesNoAddressAndWhoIsTestedNoneForATest() {
    IntStream.range(0, 10).forEach(n -> servers.servers.put("s-w" + n, in("TESTING")));
    assertThat(handler.observe(checks(0, 25)).values()).allMatch(Observation.Running.silently()::equals);
    IntStream.range(0, 10).forEach(n -> servers.servers.put("s-w" + n, in("READY_FOR_CUTOVER")));
    clock.move(EVERY);
    var seen = handler.observe(checks(0, 25));
    assertThat(foreseen(seen.get(checks(0, 1).getFirst().id()))).extracting(Failure::message)
        .containsExactly("111122223333/eu-central-1 staging subnet subnet-a 10.0.0.0/24: 20 addresses are free; needed: 25 at a time",
            "111122223333/eu-central-1 target subnet subnet-c 10.0.0.0/24: 20 addresses are free; needed: 25 at a time");
  }

  @Test
  void whatCannotBeReadNowLeavesStandingWhatWasSeen() {
    var lost = check("lost", "subnet-none", false);
    assertThat(codes(lost)).containsExactly("CVY-3420");
    cloud.unreadable = true;
    clock.move(EVERY);
    assertThat(codes(check("lost", "subnet-c", true))).containsExactly("CVY-3420");
    cloud.unreadable = false;
    clock.move(EVERY);
    assertThat(codes(check("lost", "subnet-c", true))).isEmpty();
  }

  @Test
  void whoCannotBeJudgedAtFirstIsJudgedSoonAgain() {
    cloud.unreadable = true;
    assertThat(isSilent(check("lost", "subnet-none", false))).isTrue();
    cloud.unreadable = false;
    clock.move(handler.pollInterval());
    assertThat(codes(check("lost", "subnet-none", false))).containsExactly("CVY-3420");
  }

  @Test
  void wavesThatGoToOneAccountAreJudgedEachByItselfInTheSameReads() {
    var lost = check("lost", "subnet-none", false, "wave-1");
    var well = check("well", "subnet-c", false, "wave-2");
    var seen = handler.observe(List.of(lost, well));
    assertThat(foreseen(seen.get(lost.id()))).extracting(Failure::code).containsExactly("CVY-3420");
    assertThat(foreseen(seen.get(well.id()))).isEmpty();
    assertThat(cloud.reads).doesNotHaveDuplicates();
    assertThat(cloud.reads).filteredOn(read -> !read.startsWith("subnets")).containsExactly(
        "quotas", "vcpus [m5.large, t3.small]", "zones [m5.large, t3.small]", "running");
    assertThat(cloud.reads.stream().filter(read -> read.startsWith("subnets")).flatMap(read -> Pattern.compile("subnet-\\w+")
        .matcher(read).results()).map(MatchResult::group)).as("each is asked for once")
        .containsExactlyInAnyOrder("subnet-a", "subnet-b", "subnet-none", "subnet-c");
    clock.move(EVERY);
    handler.observe(List.of(lost, well));
    assertThat(cloud.reads).as("a later look reads anew").filteredOn("running"::equals).hasSize(2);
  }

  @Test
  void whatCouldNotBeReadForOneWaveIsReadForTheNext() {
    cloud.unreadable = true;
    handler.observe(List.of(check("lost", "subnet-c", false, "wave-1"), check("well", "subnet-c", false, "wave-2")));
    assertThat(cloud.reads).filteredOn("vcpus [m5.large, t3.small]"::equals).hasSize(2);
  }
}
