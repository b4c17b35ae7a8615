package dev.convoy.lab.hosts;

import dev.convoy.agent.host.CheckReport;
import dev.convoy.agent.host.HostProfile;
import dev.convoy.agent.host.Prerequisite;
import dev.convoy.agent.remote.AnswerReader;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.lab.fleetplan.PlantedFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What agent-service makes of the lab's hosts: each planted fault is found under its own code, and no other. */
class PlantedChecksTest {

  private static final HostProfile NOTHING = new HostProfile(
      "", "", "", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), "", List.of(), List.of());
  private static final HostPayload ASKED = new HostPayload(Map.of("mgn-endpoint", "mgn:443", "s3-endpoint", "s3:443",
      "staging-endpoint", "10.0.0.1:1500", "min-ram-mib", "300"));

  static List<PlantedFault> faults() {
    return Arrays.stream(PlantedFault.values())
        .filter(fault -> Arrays.stream(Prerequisite.values()).anyMatch(each -> fault.isFoundBy(each.check()))).toList();
  }

  private static List<SimulatedHost> hosts() throws IOException {
    return List.of(SmallFleet.linux(1).getFirst(), SmallFleet.windows());
  }

  private static HostAnswer answer(SimulatedHost host, @Nullable String sourceServerId) {
    AnswerReader reader = new AnswerReader();
    byte[] text = HostChecks.answer(host, sourceServerId, ASKED, Instant.EPOCH).getBytes(StandardCharsets.UTF_8);
    reader.add(text, text.length);
    return reader.answer().orElseThrow();
  }

  private static List<String> found(SimulatedHost host) {
    CheckReport report = new CheckReport(answer(host, null).checks(), NOTHING);
    List<String> codes = new ArrayList<>();
    report.failures().forEach(each -> codes.add(each.code()));
    report.decisions().forEach(each -> codes.add(each.code()));
    return codes;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachIsFoundUnderItsOwnCode(PlantedFault fault) throws IOException {
    for (SimulatedHost host : hosts()) {
      if (fault.befalls(host.os())) {
        Prerequisite known = Arrays.stream(Prerequisite.values()).filter(each -> fault.isFoundBy(each.check()))
            .findFirst().orElseThrow();
        assertThat(found(host.with(fault))).containsExactly(known.code());
        assertThat(found(host)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = PlantedFailure.class, mode = EnumSource.Mode.EXCLUDE, names = {"UNREACHABLE", "TOO_SLOW",
      "WINRM_BROKEN", "HOST_KEY_CHANGED", "SUDO_REFUSED", "ROOT_DISK_FULL", "INSTALLER_FAILS", "INSTALLER_HANGS", "DRIVER_NOT_BUILT", "INSTALLER_NAMELESS", "REPLICATION_STALLED", "TEST_LAUNCH_FAILS",
      "ACTION_FAILS", "TARGET_UNHEALTHY", "FOREIGN_AGENT"})
  void eachFailureOfAWaveExpectsThatCode(PlantedFailure failure) throws IOException {
    PlantedFault fault = PlantedFault.valueOf(failure.name());
    for (SimulatedHost host : hosts()) {
      if (failure.befalls(host.os())) {
        assertThat(found(host.with(fault))).containsExactly(failure.code());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = PlantedFault.class, names = {"DISK_ADDED", "FOREIGN_AGENT"})
  void aDiskComesAfterTheInstallationAndAForeignAgentIsThereBefore(PlantedFault fault) throws IOException {
    for (SimulatedHost host : hosts()) {
      SimulatedHost planted = host.with(fault);
      HostAnswer before = answer(planted, null);
      assertThat(before.values().get("disks")).isEqualTo(answer(host, null).values().get("disks"));
      assertThat(before.values().containsKey("agent-source-servers")).isEqualTo(fault == PlantedFault.FOREIGN_AGENT);
      assertThat(answer(planted, "s-11111111111111111").values().get("disks").lines().count())
          .isEqualTo(fault == PlantedFault.DISK_ADDED ? 2 : 1);
    }
  }
}
