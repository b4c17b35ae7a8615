package dev.convoy.lab.hosts;

import dev.convoy.agent.remote.AnswerReader;
import dev.convoy.lab.fleetplan.FleetPlan;
import dev.convoy.lab.fleetplan.FleetRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A source says that it listens on what its target will serve, so that a comparison of both finds nothing. */
class HostPortsTest {

  @ParameterizedTest
  @CsvSource({"0, 0, NONE, '22 15432 18080'", "100, 10000, NONE, '3389 25432 28080'", "0, 0, PORT_UNSERVED, '22 15432 18080 18090'"})
  void portsOfItsAccessAndOfItsTarget(int windows, int offset, PlantedFault fault, String ports) {
    var hosts = FleetPlan.of(new FleetRequest(6, windows, 1, 1, 7, offset)).hosts();
    assertThat(hosts).hasSize(6).allSatisfy(host -> assertThat(said(host.with(fault))).isEqualTo(List.of(ports.split(" "))));
  }

  private static List<String> said(SimulatedHost host) {
    var reader = new AnswerReader();
    byte[] text = HostChecks.answer(host, null, new HostPayload(Map.of("min-ram-mib", "300")), Instant.EPOCH)
        .getBytes(StandardCharsets.UTF_8);
    reader.add(text, text.length);
    return reader.answer().orElseThrow().values().get("ports").lines().toList();
  }
}
