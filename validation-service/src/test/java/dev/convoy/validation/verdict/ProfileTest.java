package dev.convoy.validation.verdict;

import dev.convoy.events.agent.SourceProfiled;
import dev.convoy.events.common.CheckEvidence;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.CheckResult;
import dev.convoy.events.validation.TestFailed;
import dev.convoy.events.validation.TestPassed;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.validation.profile.Comparison.ExpectedPort;
import dev.convoy.validation.profile.Ports;
import dev.convoy.validation.profile.ProfilePolicy;
import dev.convoy.validation.verdict.ValidationOperation.RunChecks;
import dev.convoy.validation.verdict.ValidationOutcome.ChecksPassed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.convoy.validation.verdict.Launches.evidence;
import static dev.convoy.validation.verdict.Launches.profiled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is known of a source, what its instances are compared with, and what becomes of a difference. */
class ProfileTest {

  private static final List<CheckEvidence> WARNED = List.of(evidence(CheckKind.EC2_STATUS, CheckResult.PASSED),
      evidence(CheckKind.PROFILE, CheckResult.WARNING));
  private static final List<CheckEvidence> BLOCKED = List.of(evidence(CheckKind.EC2_STATUS, CheckResult.PASSED),
      evidence(CheckKind.PROFILE, CheckResult.FAILED));

  private static DeciderScenario<VerdictState, ValidationOperation, ValidationOutcome> start() {
    return DeciderScenario.of(new VerdictDecider(Launches.POLICY), Launches.SERVER, DeciderScenario.coverage());
  }

  private static List<Integer> compared(DeciderScenario<VerdictState, ValidationOperation, ValidationOutcome> scenario) {
    var comparison = scenario.wanted(RunChecks.class).comparison();
    return comparison == null ? List.of(-1) : comparison.ports().stream().map(ExpectedPort::port).toList();
  }

  @Test
  void anInstanceIsComparedWithThePortsThatTellSomething() {
    var scenario = start().given(Launches.build(), profiled(1, 1, 22, 80, 40_000, 443), Launches.test(1, 1));
    var comparison = scenario.wanted(RunChecks.class).comparison();
    assertThat(comparison).isNotNull();
    assertThat(comparison.ports()).containsExactly(new ExpectedPort(443, true), new ExpectedPort(80, false));
    assertThat(comparison.profiledAt()).isEqualTo(Instant.EPOCH.plus(Duration.ofMinutes(1)));
  }

  @Test
  void theNewestLookCountsInWhateverOrderTheyAreTold() {
    var scenario = start().given(Launches.build(), profiled(1, 2, 80), profiled(1, 1, 81), Launches.test(1, 1));
    assertThat(compared(scenario)).containsExactly(80);
    scenario.given(profiled(1, 3, 82));
    assertThat(compared(scenario)).as("also while it is checked").containsExactly(82);
  }

  @Test
  void aLookBeforeTheGateOfItsRoundCountsAndOneOfAnEarlierRegistrationDoesNot() {
    var scenario = start().given(profiled(2, 1, 80), Launches.build(2), profiled(1, 5, 81), Launches.test(2, 1));
    assertThat(compared(scenario)).containsExactly(80);
    var other = start().given(profiled(1, 1, 80), Launches.build(2), Launches.test(2, 1));
    assertThat(other.wanted(RunChecks.class).comparison()).isNull();
  }

  @Test
  void aRetestIsComparedWithTheLookOfItsRegistration() {
    assertThat(compared(start().given(Launches.build(), profiled(1, 1, 80), Launches.retest(2), Launches.test(2, 1))))
        .containsExactly(80);
  }

  @Test
  void aLookOfAnOlderBuildIsComparedWithNothing() {
    var old = SourceProfiled.newBuilder(profiled(1, 1, 80)).setDisks(List.of()).build();
    assertThat(start().given(Launches.build(), old, Launches.test(1, 1)).wanted(RunChecks.class).comparison()).isNull();
  }

  @Test
  void thePortsOfAServiceBlockWhereTheSourceRanItAndAreNotLeftOutThen() {
    var database = SourceProfiled.newBuilder(profiled(1, 1, 22, 5432)).setServices(List.of("postgresql.service", "sshd.service"))
        .build();
    var scenario = start().given(Launches.build(), database, Launches.test(1, 1));
    assertThat(scenario.state().profile()).isNotNull();
    assertThat(scenario.state().profile().services()).as("only what the settings name").containsExactly("postgresql.service");
    assertThat(scenario.wanted(RunChecks.class).comparison().ports())
        .containsExactly(new ExpectedPort(22, true), new ExpectedPort(5432, true));
  }

  @Test
  void moreThanIsComparedAtMostIsCounted() {
    var scenario = start().given(Launches.build(), profiled(1, 1, 80, 81, 82, 83, 443), Launches.test(1, 1));
    assertThat(compared(scenario)).containsExactly(443, 80, 81);
    assertThat(scenario.wanted(RunChecks.class).comparison().passedOver()).isEqualTo(2);
  }

  @Test
  void whatIsSwitchedOffIsNotCompared() {
    var off = new ProfilePolicy(false, new Ports(List.of()), new Ports(List.of()), Map.of(), 50, Duration.ofMinutes(5));
    var decider = new VerdictDecider(new ValidationPolicy(Duration.ofHours(1), Duration.ofHours(1), off));
    var scenario = DeciderScenario.of(decider, Launches.SERVER, DeciderScenario.coverage())
        .given(Launches.build(), profiled(1, 1, 80), Launches.test(1, 1));
    assertThat(scenario.wanted(RunChecks.class).comparison()).isNull();
  }

  @Test
  void warningsAreInTheEvidenceOfWhatHasPassed() {
    var scenario = start().given(Launches.build(), profiled(1, 1, 80), Launches.test(1, 1))
        .when(RunChecks.class, run -> new ChecksPassed(OutcomeHeader.of(run.header(), Instant.EPOCH), WARNED))
        .thenEvents(TestPassed.class);
    assertThat(scenario.event(TestPassed.class).getEvidence()).isEqualTo(WARNED);
  }

  @Test
  void whatBlocksFailsTheTestUnderItsOwnCode() {
    var scenario = start().given(Launches.build(), profiled(1, 1, 443), Launches.test(1, 1))
        .when(RunChecks.class, run -> Launches.progressed(run, BLOCKED)).after(Launches.POLICY.testWithin())
        .thenEvents(TestFailed.class);
    assertThat(scenario.event(TestFailed.class).getCode()).isEqualTo("CVY-5106");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http", "0", "65536", "9-8", "80,443", "-1", "8000-"})
  void aSettingThatIsNoPortIsRefused(String text) {
    assertThatThrownBy(() -> Ports.of("convoy.validation.profile.blocking-ports", List.of(text)))
        .hasMessageContainingAll("CVY-5107", "convoy.validation.profile.blocking-ports");
  }
}
