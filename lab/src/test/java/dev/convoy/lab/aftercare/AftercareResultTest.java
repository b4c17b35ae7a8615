package dev.convoy.lab.aftercare;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.fleetplan.PlantedOddity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each oddity as it has to be told, and with one thing missing at a time. */
class AftercareResultTest {
  private static final String ID = "web-001";
  private static final int PORT = 20290;
  private static final Map<String, Object> PARKED = Map.of("code", "CVY-1305", "remedy", "shut it down by hand, or roll back");
  private static final Map<String, Object> NOT_OFF = Map.of("code", "CVY-2410", "remedy", "shut it down by hand, or leave it on");

  private final List<EventLine> events = new ArrayList<>();

  @Test
  void aSourceThatStaysOnIsToldOfAndFinalized() {
    event("SourceShutdownFailed", 1, NOT_OFF);
    event("CutoverFinalized", 2, Map.of());
    assertThat(of(PlantedOddity.STAYS_ON, true).faults()).isEmpty();
    assertThat(of(PlantedOddity.STAYS_ON, false).line()).isEqualTo("ODDITIES stays-on=1/1");
    assertThat(without("SourceShutdownFailed", PlantedOddity.STAYS_ON)).contains("nobody was told with CVY-2410");
    assertThat(without("CutoverFinalized", PlantedOddity.STAYS_ON)).contains("it was not finalized");
    event("ServerParked", 1, PARKED);
    assertThat(fault(PlantedOddity.STAYS_ON)).contains("it was parked");
  }

  @Test
  void anotherReasonOrNoRemedyTellsNobodyThatItStaysOn() {
    event("CutoverFinalized", 2, Map.of());
    event("SourceShutdownFailed", 1, Map.of("code", "CVY-2411", "remedy", "shut it down by hand"));
    event("SourceShutdownFailed", 1, Map.of("code", "CVY-2410", "remedy", "nothing"));
    assertThat(fault(PlantedOddity.STAYS_ON)).startsWith("[CVY-9296] web-001: its source stays on");
  }

  @Test
  void aSourceThatWakesIsParkedAndServedByBothAndNotFinalized() {
    event("SourceWoke", 1, Map.of());
    event("ServerParked", 2, PARKED);
    assertThat(of(PlantedOddity.WAKES, true).good()).isTrue();
    assertThat(of(PlantedOddity.WAKES, false).faults()).singleElement().asString().contains("served by BOTH");
    assertThat(of(PlantedOddity.WAKES, false).line()).isEqualTo("ODDITIES wakes=0/1");
    assertThat(without("SourceWoke", PlantedOddity.WAKES)).contains("there is no SourceWoke");
    assertThat(without("ServerParked", PlantedOddity.WAKES)).contains("it was not parked with CVY-1305");
    event("FinalizeAuthorized", 3, Map.of());
    assertThat(fault(PlantedOddity.WAKES)).contains("its finalization was authorized all the same");
  }

  @Test
  void oneThatIsShutDownAgainIsSeenToBeOffAfterItWokeAndFinalized() {
    event("SourceShutDown", 0, Map.of());
    event("SourceWoke", 1, Map.of());
    event("ServerParked", 2, PARKED);
    event("CutoverFinalized", 4, Map.of());
    assertThat(fault(PlantedOddity.WAKES_AND_IS_SHUT_DOWN)).contains("it was not seen to be off again");
    event("SourceShutDown", 3, Map.of());
    assertThat(of(PlantedOddity.WAKES_AND_IS_SHUT_DOWN, true).good()).isTrue();
    assertThat(without("CutoverFinalized", PlantedOddity.WAKES_AND_IS_SHUT_DOWN)).contains("it was not finalized");
  }

  @Test
  void aPortThatTheTargetDoesNotServeIsNamedByEachVerdictAndKeepsNobody() {
    event("TestPassed", 1, verdict("WARNING", PORT));
    event("CutoverVerified", 2, verdict("WARNING", PORT));
    event("CutoverFinalized", 3, Map.of());
    assertThat(of(PlantedOddity.PORT_UNSERVED, false).good()).isTrue();
    assertThat(of(PlantedOddity.PORT_UNSERVED, false).line()).isEqualTo("ODDITIES port-unserved=1/1");
    assertThat(without("TestPassed", PlantedOddity.PORT_UNSERVED)).contains("no TestPassed has a warning about port 20290");
    assertThat(without("CutoverFinalized", PlantedOddity.PORT_UNSERVED)).contains("it was not finalized");
    event("ServerParked", 1, Map.of("code", "CVY-5106"));
    assertThat(fault(PlantedOddity.PORT_UNSERVED)).contains("it was parked");
  }

  @Test
  void aVerdictThatDoesNotWarnOrNamesAnotherPortMissesIt() {
    event("TestPassed", 1, verdict("WARNING", PORT));
    event("CutoverFinalized", 3, Map.of());
    event("CutoverVerified", 2, verdict("PASSED", PORT));
    assertThat(fault(PlantedOddity.PORT_UNSERVED)).contains("no CutoverVerified has a warning");
    events.removeLast();
    event("CutoverVerified", 2, verdict("WARNING", 22));
    assertThat(fault(PlantedOddity.PORT_UNSERVED)).contains("no CutoverVerified has a warning");
  }

  private static Map<String, Object> verdict(String result, int port) {
    return Map.of("evidence", List.of(Map.of("kind", "TCP", "target", "127.62.0.4:" + port, "result", "PASSED"),
        Map.of("kind", "PROFILE", "target", "127.62.0.4:" + port, "result", result)));
  }

  @Test
  void whatBefellAnotherServerProvesNothing() {
    events.add(new EventLine("convoy.agent.events", 0, 0, "web-002", "SourceWoke", Map.of()));
    assertThat(fault(PlantedOddity.WAKES)).contains("there is no SourceWoke");
  }

  private void event(String type, int second, Map<String, Object> fields) {
    var all = new HashMap<>(fields);
    all.put("occurredAt", Instant.EPOCH.plusSeconds(second));
    events.add(new EventLine("convoy.test.events", 0, events.size(), ID, type, all));
  }

  private String fault(PlantedOddity oddity) {
    return of(oddity, true).faults().getFirst();
  }

  private String without(String type, PlantedOddity oddity) {
    var rest = events.stream().filter(each -> !each.type().equals(type)).toList();
    return new AftercareResult(Map.of(ID, oddity), rest, Set.of(ID), PORT).faults().getFirst();
  }

  private AftercareResult of(PlantedOddity oddity, boolean both) {
    return new AftercareResult(Map.of(ID, oddity), events, both ? Set.of(ID) : Set.of(), PORT);
  }
}
