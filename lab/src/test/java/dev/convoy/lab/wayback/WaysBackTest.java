package dev.convoy.lab.wayback;

import dev.convoy.lab.aws.door.StandingDoor.Launched;
import dev.convoy.lab.aws.door.StandingDoor.Saved;
import dev.convoy.lab.aws.door.StandingDoor.Standing;
import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.hosts.HostStanding;
import dev.convoy.lab.verify.AwsCall;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.verify.HostWork;
import dev.convoy.lab.wayback.Sight.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that is rolled back from a target that users had written to: as it should be, and with each thing planted that may be amiss. */
class WaysBackTest {
  private static final String ID = "web-001";
  private static final String NAME = "web-001.lab-0.example";
  private static final NameStanding FORMER = new NameStanding(NAME, "300", List.of("127.40.0.1"));
  private static final NameStanding LED = new NameStanding(NAME, "60", List.of("127.61.0.1"));

  private final List<EventLine> events = new ArrayList<>(List.of(
      event("BuildAuthorized", 1, Map.of("target", Map.of("dns", Map.of("names", List.of(Map.of("name", NAME)))))),
      event("CutoverLaunched", 20, Map.of("instanceId", "i-1")),
      event("CutoverDone", 30, Map.of()),
      event("RollbackStarted", 42, Map.of("sourceQuiesced", true)),
      event("RolledBack", 50, Map.of())));
  private final List<HostWork> work = new ArrayList<>(List.of(work("quiesce", 10, true), work("quiesce", 11, false),
      work("resume", 43, true), work("resume", 44, false)));
  private final List<AwsCall> calls = new ArrayList<>(List.of(launch(), led(25), back(46)));

  private Optional<HostStanding> host = Optional.of(new HostStanding(ID, true, true));
  private String lifeCycle = "READY_FOR_CUTOVER";
  private boolean archived;
  private boolean busy;
  private int version = 3;
  private String state = "stopped";
  private List<String> volumes = List.of("vol-0", "vol-1");
  private List<NameStanding> names = List.of(FORMER, new NameStanding("other.example", "60", List.of("127.0.0.9")));
  private final Map<String, Written> written = new HashMap<>(Map.of("i-1", new Written(7, at(39))));
  private final List<Saved> snapshots =
      new ArrayList<>(List.of(saved("vol-0", "completed", 41, 7), saved("vol-1", "completed", 41, 7)));
  private double lookedAt = 51;

  @Test
  void asItWasBeforeWithEverythingUsersWroteInSnapshots() {
    assertThat(faults()).isEmpty();
    assertThat(result().line()).isEqualTo("WAYSBACK servers=1 outages=1 launched=1 used=1 writes=7 named=1 faults=0");
  }

  @Test
  void oneThatWasRolledBackBeforeItsOutageHasNothingToSave() {
    events.removeIf(each -> List.of("CutoverLaunched", "CutoverDone", "RollbackStarted").contains(each.type()));
    work.clear();
    calls.clear();
    snapshots.clear();
    assertThat(faults()).isEmpty();
    assertThat(result().line()).isEqualTo("WAYSBACK servers=1 outages=0 launched=0 used=0 writes=0 named=1 faults=0");
  }

  @Test
  void aSnapshotThatIsMissingForOneVolume() {
    snapshots.removeLast();
    assertThat(fault()).contains("[CVY-9335] web-001: rolled back in round 1, but what users wrote on i-1, 7 times until ",
        "is in no completed snapshot of vol-1 of before its source was resumed");
  }

  @Test
  void aSnapshotThatIsNotComplete() {
    snapshots.set(0, saved("vol-0", "pending", 41, 7));
    assertThat(fault()).contains("no completed snapshot of vol-0");
    snapshots.set(0, saved("vol-0", "error", 41, 7));
    assertThat(fault()).contains("no completed snapshot of vol-0");
  }

  @Test
  void aSnapshotThatWasTakenBeforeTheLastWrite() {
    snapshots.set(1, saved("vol-1", "completed", 38, 6));
    assertThat(fault()).contains("no completed snapshot of vol-1");
    snapshots.set(1, saved("vol-1", "completed", 41, 6));
    assertThat(fault()).as("it holds less than users were told").contains("no completed snapshot of vol-1");
  }

  @Test
  void aSnapshotThatWasTakenAfterTheSourceWasResumedUnlessThatWasTold() {
    snapshots.replaceAll(each -> saved(each.volumeId(), "completed", 45, 7));
    assertThat(faults()).hasSize(2);
    events.set(3, event("RollbackStarted", 42, Map.of("sourceQuiesced", true, "unsaved", "CVY-4154 out of time")));
    assertThat(faults()).isEmpty();
  }

  @Test
  void aTargetThatLostItsVolumesWithWhatUsersWrote() {
    volumes = List.of();
    assertThat(fault()).contains("has no volumes any more");
    written.clear();
    assertThat(faults()).as("nobody had written on it").isEmpty();
  }

  @Test
  void aSourceThatIsOffOrWhoseApplicationsDoNotRun() {
    host = Optional.of(new HostStanding(ID, false, true));
    assertThat(fault()).contains("its source is off");
    host = Optional.of(new HostStanding(ID, true, false));
    assertThat(fault()).contains("the applications of its source do not run");
    host = Optional.empty();
    assertThat(fault()).contains("the lab has no host of it");
  }

  @Test
  void aSourceThatWasQuiescedLastOrWhoseResumeFailed() {
    work.add(work("quiesce", 47, false));
    assertThat(fault()).contains("the last that its host did was quiesce");
    work.removeLast();
    work.set(3, new HostWork(at(44), ID, ID, "resume", ID + ":resume:1:1", false, Optional.of(1)));
    assertThat(fault()).contains("the last that its host did was resume", "ended with 1");
  }

  @Test
  void aNameThatStillLeadsToTheTargetOrIsKeptForAnotherTimeOrIsGone() {
    names = List.of(LED);
    assertThat(fault()).contains(NAME + " leads to 127.61.0.1 for 60 s, and led to 127.40.0.1 for 300 s before");
    names = List.of(new NameStanding(NAME, "60", List.of("127.40.0.1")));
    assertThat(fault()).contains("for 60 s, and led to 127.40.0.1 for 300 s before");
    names = List.of();
    assertThat(fault()).contains(NAME + " leads nowhere");
  }

  @Test
  void aNameThatWasNotThereBeforeAndIsNow() {
    calls.set(1, change(25, new AwsCall.Written("CREATE", NAME, LED.values(), LED.ttl())));
    names = List.of(LED);
    assertThat(fault()).contains("and led nowhere before");
    names = List.of();
    assertThat(faults()).isEmpty();
  }

  @Test
  void mgnThatHasItAtAnotherStateOrHoldsItOrKnowsItNoMore() {
    lifeCycle = "CUTTING_OVER";
    assertThat(fault()).contains("MGN has it at CUTTING_OVER");
    lifeCycle = "READY_FOR_CUTOVER";
    busy = true;
    assertThat(fault()).contains("a job of MGN holds it");
    busy = false;
    archived = true;
    assertThat(fault()).contains("MGN knows no source server of it any more");
  }

  @Test
  void aTargetThatRunsOrComesBack() {
    state = "running";
    assertThat(fault()).contains("its target i-1 is running");
    state = "stopping";
    assertThat(fault()).contains("its target i-1 is stopping");
  }

  @Test
  void settingsThatTheWayBackHasWritten() {
    version = 4;
    assertThat(fault()).contains("version 4 of its launch template is the default, and its target was launched of 3");
    events.add(event("CutoverLaunchFailed", 22, Map.of()));
    assertThat(faults()).as("settings of a launch that was tried again").isEmpty();
  }

  @Test
  void aBreakGlassAccountThatTheWayBackHasTouched() {
    work.add(work("revoke", 45, false));
    assertThat(fault()).contains("its break-glass account was touched: revoke");
    work.removeLast();
    work.add(work("grant", 12, false));
    assertThat(faults()).as("asked for before").isEmpty();
  }

  @Test
  void oneThatNobodyLookedAtBeforeItWentOn() {
    lookedAt = 49;
    assertThat(fault()).contains("nobody looked at it before it went on");
    lookedAt = 60;
    events.add(event("RetestRequested", 55, Map.of()));
    assertThat(fault()).contains("nobody looked at it before it went on");
    lookedAt = 54;
    assertThat(faults()).isEmpty();
  }

  private String fault() {
    assertThat(faults()).hasSize(1);
    return faults().getFirst();
  }

  private List<String> faults() {
    return result().faults();
  }

  private WaysBack result() {
    var target = new Launched("i-1", ID, "CUTOVER", state, false, "127.61.0.1", 7, at(39), volumes);
    var test = new Launched("i-0", ID, "TEST", "terminated", false, "127.62.0.1", 0, null, List.of());
    var source = new Standing("s-1", "111122223333", "eu-central-1", lifeCycle, archived, busy, version, List.of(test, target), snapshots);
    var sight = new Sight(ID, at(lookedAt), host, List.of(source), names, Map.copyOf(written));
    return new WaysBack(List.of(sight), new Evidence(List.copyOf(events), List.copyOf(calls), List.copyOf(work), List.of(), at(90), true));
  }

  private static Instant at(double second) {
    return Instant.EPOCH.plusMillis(Math.round(second * 1000));
  }

  private static EventLine event(String type, int second, Map<String, Object> more) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("round", 1);
    fields.put("occurredAt", at(second));
    return new EventLine("convoy.test.events", 0, second, ID, type, fields);
  }

  private static HostWork work(String kind, int second, boolean started) {
    return new HostWork(at(second), ID, ID, kind, ID + ":" + kind + ":1:1", started, started ? Optional.empty() : Optional.of(0));
  }

  private static Saved saved(String volume, String state, int second, long writes) {
    return new Saved("snap-" + volume, volume, state, at(second), writes);
  }

  private static AwsCall launch() {
    return new AwsCall(at(18), "mgn", "StartCutover", "111122223333", "eu-central-1", List.of("s-1"), Map.of(), true, Optional.empty(),
        Optional.empty(), false, Map.of("s-1", new AwsCall.Launch("lt-1", 3, "subnet-1", List.of(), Optional.empty())), Optional.empty());
  }

  private static AwsCall led(int second) {
    return change(second, new AwsCall.Written("DELETE", NAME, FORMER.values(), FORMER.ttl()),
        new AwsCall.Written("CREATE", NAME, LED.values(), LED.ttl()));
  }

  private static AwsCall back(int second) {
    return change(second, new AwsCall.Written("DELETE", NAME, LED.values(), LED.ttl()),
        new AwsCall.Written("CREATE", NAME, FORMER.values(), FORMER.ttl()));
  }

  private static AwsCall change(int second, AwsCall.Written... records) {
    return new AwsCall(at(second), "route53", "ChangeResourceRecordSets", "111122223333", "us-east-1", List.of(), Map.of(), true,
        Optional.empty(), Optional.empty(), false, Map.of(), Optional.empty(), List.of(records));
  }
}
