package dev.convoy.lab.run;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.fleetplan.PlantedFailure;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.verify.Examined;
import dev.convoy.lab.verify.HostWork;
import dev.convoy.lab.verify.ParkedServer;
import dev.convoy.lab.verify.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstalledResultTest {
  private static final ParkedServer NAMELESS = new ParkedServer("web-2", "PREREQUISITES_PASSED", "CVY-2310",
      "the installer ended well, but named no source server: Finished.", "look whether the agent runs on the host", false);

  private final List<EventLine> events = new ArrayList<>();
  private final List<HostWork> ledger = new ArrayList<>();
  private final List<ParkedServer> parked = new ArrayList<>(List.of(NAMELESS));

  private void event(String server, String type) {
    events.add(new EventLine("convoy.agent.events", 0, events.size(), server, type, Map.of()));
  }

  private void installer(String server, boolean started) {
    ledger.add(new HostWork(Instant.EPOCH, server, server, "install", server + ":install:1:1", started, Optional.empty()));
  }

  private InstalledResult result() {
    List.of("web-1", "web-2").forEach(each -> event(each, "ServerRegistered"));
    Verdict verdict = new Verdict(2, 0, 0, 1, parked, new Examined(2, 0, 0, 0, 0, 0, 0, 0), List.of());
    return new InstalledResult(2, new Evidence(events, List.of(), ledger, List.of(), Instant.EPOCH, false), verdict,
        Map.of("web-2", PlantedFailure.INSTALLER_NAMELESS), 1, 42);
  }

  @Test
  void everyBrokenOneParkedAsPlantedAndTheRestInstalledIsGood() {
    event("web-1", "AgentInstalled");
    installer("web-1", true);
    installer("web-1", false);
    assertThat(result().faults()).isEmpty();
    assertThat(result().good()).isTrue();
    assertThat(result().broken()).startsWith("BROKEN unreachable=0/0 slow=0/0 ").endsWith(" fails-late=0/0 nameless=1/1");
    assertThat(result().line()).isEqualTo("INSTALLED servers=2 installed=1 parked=1 installers=1 at-once=1 at-once-on-one=1 "
        + "lost=0 duplicated=0 forbidden=0 seed=1 seconds=42");
  }

  @Test
  void aServerThatIsNeitherInstalledNorParkedIsNamed() {
    assertThat(result().good()).isFalse();
    assertThat(result().faults()).singleElement().asString().startsWith("[CVY-9292] web-1: neither installed nor parked");
  }

  @Test
  void aBrokenHostWithTheRightCodeAndTheWordsOfAnotherIsNamed() {
    event("web-1", "AgentInstalled");
    parked.set(0, new ParkedServer("web-2", "PREREQUISITES_PASSED", "CVY-2310", "the installer ended with exit code 1: x",
        "see the installer's log on the host", false));
    assertThat(result().good()).isFalse();
    assertThat(result().faults()).singleElement().asString().startsWith("[CVY-9291] web-2: its host is broken (nameless)")
        .contains("named no source server", "look whether the agent runs on the host");
    assertThat(result().broken()).endsWith(" nameless=0/1");
  }

  @Test
  void aBrokenHostThatIsParkedForAnotherReasonOrNotAtAllIsNamed() {
    event("web-1", "AgentInstalled");
    parked.clear();
    assertThat(result().faults()).singleElement().asString().startsWith("[CVY-9261] web-2");
    assertThat(result().good()).isFalse();
  }

  @Test
  void aHealthyHostThatIsParkedIsNamed() {
    event("web-1", "AgentInstalled");
    parked.add(new ParkedServer("web-1", "BUILD_AUTHORIZED", "CVY-2108", "slow", "look", false));
    assertThat(result().faults()).singleElement().asString().startsWith("[CVY-9260] web-1");
    assertThat(result().good()).isFalse();
  }

  @Test
  void twoInstallersAtOnceOnOneHostAreNamed() {
    event("web-1", "AgentInstalled");
    installer("web-1", true);
    installer("web-1", true);
    assertThat(result().faults()).singleElement().asString().startsWith("[CVY-9293] web-1: 2 installers ran at once");
    assertThat(result().good()).isFalse();
  }
}
