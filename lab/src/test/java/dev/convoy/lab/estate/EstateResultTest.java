package dev.convoy.lab.estate;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.AwsCall;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.verify.HostWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EstateResultTest {
  private static final String ID = "web-001";
  private static final String SOURCE = "s-1";

  private final List<EventLine> events = new ArrayList<>();
  private final List<AwsCall> calls = new ArrayList<>();
  private final List<HostWork> work = new ArrayList<>();

  @BeforeEach
  void adoptedTestedAndCutOver() {
    events.add(event("AgentInstalled", Map.of("sourceServerId", SOURCE, "adopted", true)));
    calls.add(startTest("mgnjob-own", Map.of("convoy:operation", "web-001:LaunchTest:1:1")));
    events.add(event("TestLaunched", Map.of("jobId", "mgnjob-own", "instanceId", "i-own")));
    events.add(event("TestPassed", Map.of("instanceId", "i-own")));
    events.add(event("CutoverDone", Map.of()));
    events.add(1, event("ServerBound", Map.of("sourceServerId", SOURCE)));
  }

  @Test
  void oneThatWasNotBoundByNameIsNamed() {
    events.remove(1);
    onlyFault("it was not bound to that by name");
    events.add(event("ServerBound", Map.of("sourceServerId", "s-2")));
    onlyFault("it was not bound to that by name");
    assertThat(result().line()).contains("bound=0");
  }

  @Test
  void oneThatIsAdoptedTestedByUsAndCutOverIsAsItShouldBe() {
    assertThat(result().faults()).isEmpty();
    assertThat(result().line()).isEqualTo("ESTATE servers=1 bound=1 adopted=1 own-tests=1 cut-over=1 installers=0 left=0");
    assertThat(new EstateResult(Map.of(), evidence()).faults()).isEmpty();
  }

  @Test
  void anInstallerOnItIsNamed() {
    work.add(new HostWork(Instant.EPOCH, ID, ID, "check", ID + ":Check:1:1", true, Optional.empty()));
    work.add(new HostWork(Instant.EPOCH, ID, ID, "install", ID + ":Install:1:1", true, Optional.empty()));
    onlyFault("an installer ran on it");
    assertThat(result().line()).contains("installers=1");
  }

  @Test
  void anotherBindingAndAnInstallationAreNoAdoption() {
    events.set(0, event("AgentInstalled", Map.of("sourceServerId", "s-2", "adopted", true)));
    onlyFault("it was not adopted as that");
    events.set(0, event("AgentInstalled", Map.of("sourceServerId", SOURCE, "adopted", false)));
    onlyFault("it was not adopted as that");
    assertThat(result().line()).contains("adopted=0");
  }

  @Test
  void aTestOfSomebodyElseThatCountsIsNamed() {
    calls.set(0, startTest("mgnjob-own", Map.of()));
    assertThat(result().faults()).hasSize(2).first().asString().contains("a test that is not ours counted");
    assertThat(result().line()).contains("own-tests=0");
    calls.set(0, startTest("mgnjob-theirs", Map.of("convoy:operation", "another")));
    assertThat(result().faults()).hasSize(2);
  }

  @Test
  void aVerdictAboutTheirInstanceIsNamedThoughOursPassedToo() {
    events.add(event("TestPassed", Map.of("instanceId", "i-theirs")));
    onlyFault("a test that is not ours counted");
  }

  @Test
  void oneThatWasNotCutOverIsLeft() {
    events.removeIf(each -> each.type().equals("CutoverDone"));
    onlyFault("it was not cut over");
    assertThat(result().line()).endsWith("cut-over=0 installers=0 left=1");
  }

  private void onlyFault(String text) {
    assertThat(result().faults()).singleElement().asString()
        .startsWith("[CVY-9299] web-001: somebody else had it at TESTED as s-1, known by its ADDRESS, but " + text);
  }

  private EstateResult result() {
    return new EstateResult(Map.of(ID, new Founded(FoundAt.TESTED, KnownBy.ADDRESS, SOURCE, Optional.of("mgnjob-theirs"))), evidence());
  }

  private Evidence evidence() {
    return new Evidence(events, calls, work, List.of(), Instant.EPOCH, true);
  }

  private static AwsCall startTest(String job, Map<String, String> tags) {
    return new AwsCall(Instant.EPOCH, "mgn", "StartTest", "111122223333", "eu-central-1", List.of(SOURCE), tags, true,
        Optional.of(job), Optional.empty(), false, Map.of(), Optional.empty());
  }

  private static EventLine event(String type, Map<String, Object> fields) {
    return new EventLine("convoy.any.events", 0, 1, ID, type, fields);
  }
}
