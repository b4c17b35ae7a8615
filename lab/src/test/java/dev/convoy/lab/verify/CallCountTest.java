package dev.convoy.lab.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallCountTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final List<AwsCall> calls = new ArrayList<>();

  private void call(String operation, boolean accepted, boolean planted, String... servers) {
    calls.add(new AwsCall(START.plusSeconds(calls.size()), "mgn", operation, "111122223333", "eu-central-1",
        List.of(servers), Map.of(), accepted, Optional.empty(), Optional.empty(), planted, Map.of(),
        Optional.empty()));
  }

  private CallCount count() {
    return CallCount.of(calls, Map.of());
  }

  @Test
  void whatIsNeededIsMadeOnce() {
    call("InitializeService", true, false);
    call("UpdateLaunchConfiguration", true, false, "s-1");
    call("StartTest", true, false, "s-1", "s-2");
    assertThat(count()).extracting(CallCount::changing, CallCount::ideal, CallCount::ratio).containsExactly(4, 4, 1.0);
  }

  @Test
  void aRefusedCallCountsForEachServerThatItNames() {
    call("StartTest", false, false, "s-1", "s-2");
    call("StartTest", true, false, "s-1");
    assertThat(count()).extracting(CallCount::changing, CallCount::ideal).containsExactly(3, 1);
    assertThat(count().ratio()).isEqualTo(3.0);
  }

  @Test
  void settingsAreNeededOnceForEachLaunchAndTheAccountIsPreparedOnce() {
    call("CreateReplicationConfigurationTemplate", true, false);
    call("CreateReplicationConfigurationTemplate", true, false);
    call("CreateLaunchTemplateVersion", true, false, "s-1");
    call("CreateLaunchTemplateVersion", true, false, "s-1");
    call("CreateLaunchTemplateVersion", true, false, "s-1");
    call("StartTest", true, false, "s-1");
    call("StartCutover", true, false, "s-1");
    assertThat(count()).extracting(CallCount::changing, CallCount::ideal).containsExactly(7, 5);
  }

  @Test
  void whatAPlantedFaultAnsweredCountsOnNeitherSide() {
    call("StartTest", false, true, "s-1");
    call("StartTest", true, true, "s-1");
    call("ModifyLaunchTemplate", true, true, "s-1");
    call("ModifyLaunchTemplate", true, false, "s-1");
    assertThat(count()).extracting(CallCount::changing, CallCount::ideal, CallCount::planted).containsExactly(1, 0, 3);
    assertThat(count().ratio()).isInfinite();
  }

  @Test
  void readsAreCountedByServerAndPollWithoutThoseOfPlantedFaults() {
    call("StartTest", true, false, "s-1");
    call("StartCutover", true, false, "s-1");
    var count = CallCount.of(calls, Map.of("mgn.DescribeJobs", 30L, "planted.mgn.DescribeJobs", 10L,
        "ec2.DescribeInstances", 5L, "mgn.StartTest", 9L, "sts.GetCallerIdentity", 7L));
    assertThat(count.reads()).isEqualTo(25);
    assertThat(count.readsLine()).isEqualTo("READS mgn.DescribeJobs=20 ec2.DescribeInstances=5");
    assertThat(count.line(5, Duration.ofMillis(100))).isEqualTo(
        "CALLS changing=2 ideal=2 ratio=1.00 planted=0 reads=25 reads-per-server-poll=0.500");
  }
}
