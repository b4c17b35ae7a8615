package dev.convoy.lab.aws;

import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.lab.aws.door.SideDoor;
import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.hosts.HostStanding;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.wayback.Onlooker;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Users who write on the targets of a simulator, and how a server is found that was rolled back from one. */
class OnlookerTest {
  private static final String ID = "web-1";
  private static final String ACCOUNT = "111122223333";

  private final AwsLab lab = AwsLab.fast().prepared();
  private final AtomicReference<Set<String>> served = new AtomicReference<>(Set.of());
  private final AtomicReference<List<HostStanding>> hosts = new AtomicReference<>(List.of(new HostStanding(ID, true, true)));
  private final Onlooker onlooker = new Onlooker(lab.simulator.endpoint(), Map.of(ID, List.of("web-1.lab-0.example")), served::get);
  private String sourceServer = "";
  private String instance = "";
  private String address = "";

  @BeforeEach
  void cutOver() {
    lab.simulator.mount("/_lab/hosts/standings",
        new SideDoor(List.of(new SideDoor.Route("GET", "/_lab/hosts/standings", request -> hosts.get()))));
    sourceServer = lab.readyForTest(ID);
    lab.mgn.changeServerLifeCycleState(r -> r.sourceServerID(sourceServer).lifeCycle(l -> l.state("READY_FOR_CUTOVER")));
    lab.mgn.startCutover(r -> r.sourceServerIDs(sourceServer));
    var up = AwsLab.await(() -> lab.door("GET", "/_lab/targets", Map.of()), all -> all.size() == 1).path(0);
    instance = up.path("instanceId").asString();
    address = up.path("privateIp").asString();
    onlooker.start();
  }

  @AfterEach
  void stop() {
    onlooker.stop();
    lab.close();
  }

  @Test
  void users_come_to_a_target_that_a_name_leads_to_whatever_is_said_of_it() {
    assertThat(onlooker.isWrittenOn(ID)).isFalse();
    lab.simulator.openZone(ACCOUNT, "Z0LAB00", "lab-0.example", List.of(RecordSet.simple("web-1.lab-0.example", "A", 60, List.of(address))));
    AwsLab.await(() -> onlooker.isWrittenOn(ID), written -> written);
  }

  @Test
  void what_they_wrote_on_a_server_without_names_has_to_be_in_a_snapshot_when_it_was_rolled_back() {
    served.set(Set.of(ID));
    AwsLab.await(() -> onlooker.isWrittenOn(ID), written -> written);
    lab.ec2.stopInstances(r -> r.instanceIds(instance));
    lab.mgn.changeServerLifeCycleState(r -> r.sourceServerID(sourceServer).lifeCycle(l -> l.state("READY_FOR_CUTOVER")));
    settled();
    assertThat(foundAfterwards()).singleElement().asString().contains("on " + instance, "is in no completed snapshot of vol-");
    lab.ec2.createSnapshots(r -> r.instanceSpecification(i -> i.instanceId(instance)));
    settled();
    assertThat(foundAfterwards()).isEmpty();
    hosts.set(List.of(new HostStanding(ID, false, true)));
    assertThat(foundAfterwards()).singleElement().asString().contains("its source is off");
  }

  /** Stopped, in no job, and all snapshots are copied. */
  private void settled() {
    AwsLab.await(() -> lab.door("GET", "/_lab/servers/" + ID, Map.of()).path(0), all -> !all.path("busy").asBoolean(true)
        && all.path("instances").valueStream().allMatch(each -> each.path("state").asString().equals("stopped"))
        && all.path("snapshots").valueStream().allMatch(each -> each.path("state").asString().equals("completed")));
  }

  private List<String> foundAfterwards() {
    var events = List.of(event("CutoverLaunched", Map.of("instanceId", instance)), event("RollbackStarted", Map.of()),
        event("RolledBack", Map.of()));
    onlooker.lookAt(ID);
    return onlooker.judge(new Evidence(events, List.of(), List.of(), List.of(), Instant.now(), true)).faults();
  }

  private static EventLine event(String type, Map<String, Object> more) {
    var fields = new HashMap<>(more);
    fields.put("round", 1);
    fields.put("occurredAt", Instant.now());
    return new EventLine("convoy.test.events", 0, 0, ID, type, fields);
  }
}
