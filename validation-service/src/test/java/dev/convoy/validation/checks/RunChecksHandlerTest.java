package dev.convoy.validation.checks;

import dev.convoy.events.common.CheckEvidence;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.CheckResult;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.time.MovedClock;
import dev.convoy.kit.worker.Observation;
import dev.convoy.validation.profile.Comparison;
import dev.convoy.validation.profile.Comparison.ExpectedPort;
import dev.convoy.validation.profile.Ports;
import dev.convoy.validation.profile.ProfilePolicy;
import dev.convoy.validation.verdict.Purpose;
import dev.convoy.validation.verdict.ValidationOperation.RunChecks;
import dev.convoy.validation.verdict.ValidationOutcome;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksPassed;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksProgressed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunChecksHandlerTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final InstanceStatus OK = new InstanceStatus("running", "ok", "ok");
  private static final DeclaredCheck HTTP = DeclaredCheck.newBuilder()
      .setKind(CheckKind.HTTP).setPort(18080).setPath("/health").setExpectedStatus(200).build();
  private static final DeclaredCheck TCP = DeclaredCheck.newBuilder()
      .setKind(CheckKind.TCP).setPort(15432).build();

  private static final Ports NONE = new Ports(List.of());

  private final FakeEc2 ec2 = new FakeEc2();
  private final FakeProbes probes = new FakeProbes();
  private final MovedClock clock = new MovedClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final RunChecksHandler handler = handler(false);

  private RunChecksHandler handler(boolean comparing) {
    return new RunChecksHandler(ec2, probes, new ProfilePolicy(comparing, NONE, NONE, Map.of(), 50, Duration.ofMinutes(5)),
        Duration.ofSeconds(20), clock);
  }


  @Test
  void allPassInOneLook() throws InterruptedException {
    ec2.byInstance.put("i-a", OK);
    probes.healthy = true;
    var evidence = ((ChecksPassed) ((Observation.Ended<ValidationOutcome>) look("a", HTTP, TCP)).outcome()).evidence();
    assertThat(evidence).extracting(CheckEvidence::getTarget)
        .containsExactly("i-a", "http://127.61.0.9:18080/health", "127.61.0.9:15432");
  }

  @Test
  void withoutDeclaredChecksTheStatusOfTheInstanceDecides() throws InterruptedException {
    ec2.byInstance.put("i-a", OK);
    assertThat(look("a")).isInstanceOf(Observation.Ended.class);
  }

  @Test
  void nothingIsProbedBeforeTheInstanceIsOk() throws InterruptedException {
    ec2.byInstance.put("i-a", new InstanceStatus("running", "ok", "initializing"));
    var evidence = evidence(look("a", HTTP));
    assertThat(evidence).extracting(CheckEvidence::getResult)
        .containsExactly(CheckResult.FAILED, CheckResult.SKIPPED);
    assertThat(evidence.getFirst().getDetail()).isEqualTo("running, system ok, instance initializing");
    assertThat(probes.made).isZero();
  }

  @Test
  void anInstanceThatIsGoneIsSaidToBe() throws InterruptedException {
    assertThat(evidence(look("a")).getFirst().getDetail()).isEqualTo("absent");
  }

  @Test
  void theSameResultIsNoNews() throws InterruptedException {
    ec2.byInstance.put("i-a", OK);
    var first = fingerprint(look("a", HTTP));
    clock.move(Duration.ofSeconds(20));
    assertThat(fingerprint(look("a", HTTP))).isEqualTo(first);
    probes.detail = "answers 503, expected 200";
    clock.move(Duration.ofSeconds(20));
    assertThat(fingerprint(look("a", HTTP))).isNotEqualTo(first);
  }

  @Test
  void oneReadOfEc2ServesAllInstancesOfAnAccount() throws InterruptedException {
    for (var server : List.of("a", "b", "c")) {
      ec2.byInstance.put("i-" + server, OK);
      look(server);
    }
    clock.move(Duration.ofSeconds(20));
    for (var server : List.of("a", "b", "c")) {
      assertThat(look(server)).isInstanceOf(Observation.Ended.class);
    }
    assertThat(ec2.reads).containsExactly(Set.of("i-a"), Set.of("i-a", "i-b", "i-c"));
  }

  @Test
  void instancesThatNobodyAsksForAreForgotten() throws InterruptedException {
    look("a");
    clock.move(Duration.ofMinutes(5));
    look("b");
    assertThat(ec2.reads.getLast()).containsExactly("i-b");
  }

  private Observation<ValidationOutcome> look(String server, DeclaredCheck... checks) throws InterruptedException {
    var operation = new RunChecks(
        new OperationHeader(server, "RunChecks", 1, 1, server, true, Instant.EPOCH, "wave-1"), ACCOUNT, Purpose.TEST,
        "i-" + server, "127.61.0.9", List.of(checks), null);
    return handler.observe(List.of(operation)).get(operation.id());
  }

  private Observation<ValidationOutcome> compare(RunChecksHandler by, @Nullable Comparison with) throws InterruptedException {
    ec2.byInstance.put("i-a", OK);
    var operation = new RunChecks(new OperationHeader("a", "RunChecks", 1, 1, "a", true, Instant.EPOCH, "wave-1"), ACCOUNT,
        Purpose.TEST, "i-a", "127.61.0.9", List.of(), with);
    return by.observe(List.of(operation)).get(operation.id());
  }

  private static Comparison with(ExpectedPort... ports) {
    return new Comparison(Instant.EPOCH, List.of(ports), 0);
  }

  private static List<CheckEvidence> passed(Observation<ValidationOutcome> seen) {
    return ((ChecksPassed) ((Observation.Ended<ValidationOutcome>) seen).outcome()).evidence();
  }

  @Test
  void portsThatTheSourceListenedOnAreAskedForByName() throws InterruptedException {
    probes.open.addAll(List.of(80, 443));
    var evidence = passed(compare(handler(true), with(new ExpectedPort(443, true), new ExpectedPort(80, false))));
    assertThat(evidence).filteredOn(e -> e.getKind() == CheckKind.PROFILE).extracting(CheckEvidence::getTarget)
        .containsExactly("127.61.0.9:443", "127.61.0.9:80");
  }

  @Test
  void aPortThatIsNotThereIsWaitedForAndThenAWarning() throws InterruptedException {
    var comparing = handler(true);
    probes.open.add(443);
    var missing = with(new ExpectedPort(443, true), new ExpectedPort(80, false));
    assertThat(evidence(compare(comparing, missing))).extracting(CheckEvidence::getResult)
        .containsExactly(CheckResult.PASSED, CheckResult.PASSED, CheckResult.WARNING);
    clock.move(Duration.ofMinutes(5).minusSeconds(1));
    assertThat(compare(comparing, missing)).isInstanceOf(Observation.Running.class);
    clock.move(Duration.ofSeconds(1));
    assertThat(passed(compare(comparing, missing)).getLast().getDetail())
        .isEqualTo("connection refused; its source listened on 80 at 1970-01-01T00:00:00Z");
  }

  @Test
  void aPortThatComesUpInTimeIsNone() throws InterruptedException {
    var comparing = handler(true);
    var missing = with(new ExpectedPort(80, false));
    assertThat(compare(comparing, missing)).isInstanceOf(Observation.Running.class);
    probes.open.add(80);
    assertThat(passed(compare(comparing, missing))).extracting(CheckEvidence::getResult).containsOnly(CheckResult.PASSED);
  }

  @Test
  void aBlockingPortThatIsNotThereNeverPasses() throws InterruptedException {
    var comparing = handler(true);
    for (int i = 0; i < 3; i++) {
      assertThat(evidence(compare(comparing, with(new ExpectedPort(443, true)))).getLast().getResult())
          .isEqualTo(CheckResult.FAILED);
      clock.move(Duration.ofMinutes(10));
    }
  }

  @Test
  void withoutAProfileNothingIsComparedAndThatIsSaid() throws InterruptedException {
    var evidence = passed(compare(handler(true), null));
    assertThat(evidence.getLast().getResult()).isEqualTo(CheckResult.SKIPPED);
    assertThat(evidence.getLast().getDetail()).contains("no profile of its source");
    assertThat(passed(compare(handler(false), null))).as("switched off").hasSize(1);
  }

  @Test
  void whatIsPassedOverIsSaid() throws InterruptedException {
    var evidence = passed(compare(handler(true), new Comparison(Instant.EPOCH, List.of(), 7)));
    assertThat(evidence.getLast().getDetail()).isEqualTo("7 more ports of its source are not compared");
  }

  private static List<CheckEvidence> evidence(Observation<ValidationOutcome> seen) {
    return ((ChecksProgressed) ((Observation.Running<ValidationOutcome>) seen).progress()).evidence();
  }

  private static Object fingerprint(Observation<ValidationOutcome> seen) {
    return ((Observation.Running<ValidationOutcome>) seen).fingerprint();
  }

  private static final class FakeEc2 implements InstanceStatuses {
    final Map<String, InstanceStatus> byInstance = new HashMap<>();
    final List<Set<String>> reads = new ArrayList<>();

    @Override
    public Map<String, InstanceStatus> read(AccountKey account, Set<String> instanceIds) {
      reads.add(Set.copyOf(instanceIds));
      var seen = new HashMap<>(byInstance);
      seen.keySet().retainAll(instanceIds);
      return seen;
    }
  }

  private static final class FakeProbes implements Probes {
    boolean healthy;
    final Set<Integer> open = ConcurrentHashMap.newKeySet();
    String detail = "connection refused";
    int made;

    @Override
    public Answer tcp(String address, int port) {
      made++;
      return open.contains(port) ? new Answer(true, "accepts connections") : new Answer(healthy, detail);
    }

    @Override
    public Answer http(String address, int port, String path, int expectedStatus) {
      made++;
      return new Answer(healthy, detail);
    }
  }
}
