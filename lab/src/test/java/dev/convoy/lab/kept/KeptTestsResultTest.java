package dev.convoy.lab.kept;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeptTestsResultTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final List<EventLine> events = new ArrayList<>();

  private void event(String id, String type, int second, Map<String, Object> more) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("round", 1);
    fields.put("occurredAt", START.plusSeconds(second));
    events.add(new EventLine("convoy.test.events", 0, events.size(), id, type, fields));
  }

  private void tested(String id) {
    event(id, "TestAuthorized", 1, Map.of("keepSeconds", 20L));
    event(id, "TestPassed", 2, Map.of());
  }

  private void kept(String id) {
    tested(id);
    event(id, "TestKept", 3, Map.of("endsBy", START.plusSeconds(23)));
  }

  @Test
  void itSaysWhatEndedEachFirst() {
    kept("a");
    event("a", "TestAccepted", 5, Map.of());
    event("a", "CutoverAuthorized", 9, Map.of());
    kept("b");
    event("b", "CutoverAuthorized", 9, Map.of());
    kept("c");
    event("c", "CutoverAuthorized", 30, Map.of());
    kept("d");
    assertThat(new KeptTestsResult(events).line()).isEqualTo("KEPT tests=4 accepted=1 cutover=1 over=2");
    assertThat(new KeptTestsResult(events).faults()).isEmpty();
  }

  @Test
  void aTestThatWasToBeKeptAndWasNotIsAFault() {
    tested("a");
    event("a", "TestEnded", 4, Map.of());
    assertThat(new KeptTestsResult(events).faults()).singleElement().asString().contains("[CVY-9296] a", "round 1");
  }

  @Test
  void oneThatNobodyWantedKeptIsNone() {
    event("a", "TestAuthorized", 1, Map.of());
    event("a", "TestPassed", 2, Map.of());
    event("a", "TestEnded", 4, Map.of());
    assertThat(new KeptTestsResult(events).faults()).isEmpty();
    assertThat(new KeptTestsResult(events).line()).isEqualTo("KEPT tests=0");
  }
}
