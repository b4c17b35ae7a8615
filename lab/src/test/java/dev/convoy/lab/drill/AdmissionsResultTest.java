package dev.convoy.lab.drill;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.HostWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdmissionsResultTest {
  private static final String ID = "web-001";

  private final List<EventLine> events = new ArrayList<>();
  private final List<HostWork> work = new ArrayList<>();

  @BeforeEach
  void openedAndClosed() {
    work.add(host("grant", 1, 0));
    events.add(event("BreakGlassOpened", 2, "the account convoy-admin is open"));
    work.add(host("revoke", 3, 0));
    events.add(event("BreakGlassClosed", 4, "the account convoy-admin is not there"));
  }

  @Test
  void anAccountThatIsMadeAndRemovedAndToldOfIsAsItShouldBe() {
    assertThat(faults()).isEmpty();
    assertThat(new AdmissionsResult(Set.of(), List.of(), List.of()).faults()).isEmpty();
  }

  @Test
  void whatItsHostDidNotDoIsNamed() {
    work.set(1, host("revoke", 3, 1));
    assertThat(faults()).singleElement().asString()
        .startsWith("[CVY-9298] web-001: the drill had a break-glass account made, but its host removed none after that");
    work.clear();
    assertThat(faults()).singleElement().asString().contains("its host made none");
  }

  @Test
  void whatNobodyWasToldOfIsNamed() {
    events.removeLast();
    assertThat(faults()).singleElement().asString().contains("there is no BreakGlassClosed after that");
    events.clear();
    assertThat(faults()).singleElement().asString().contains("there is no BreakGlassOpened");
  }

  @Test
  void oneThatIsMadeAgainHasToBeRemovedAgain() {
    work.add(host("grant", 5, 0));
    assertThat(faults()).singleElement().asString().contains("its host removed none after that");
    work.add(host("revoke", 6, 0));
    events.add(event("BreakGlassOpened", 6, "the account convoy-admin is open"));
    assertThat(faults()).singleElement().asString().contains("there is no BreakGlassClosed after that");
  }

  @Test
  void whatBefellAnotherHostOrWasOnlyStartedProvesNothing() {
    work.set(0, new HostWork(at(1), "web-002", "web-002", "grant", "web-002:OpenBreakGlass:1:1", false, Optional.of(0)));
    work.add(new HostWork(at(1), ID, ID, "grant", ID + ":OpenBreakGlass:1:1", true, Optional.empty()));
    assertThat(faults()).singleElement().asString().contains("its host made none");
  }

  private List<String> faults() {
    return new AdmissionsResult(Set.of(ID), events, work).faults();
  }

  private static Instant at(int second) {
    return Instant.EPOCH.plusSeconds(second);
  }

  private static HostWork host(String kind, int second, int exit) {
    return new HostWork(at(second), ID, ID, kind, ID + ":" + kind + ":1:1", false, Optional.of(exit));
  }

  private static EventLine event(String type, int second, String evidence) {
    return new EventLine("convoy.agent.events", 0, second, ID, type, Map.of("occurredAt", at(second), "evidence", evidence));
  }
}
