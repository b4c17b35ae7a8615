package dev.convoy.lab.aws;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What users write on instances, and what snapshots hold of it. */
class StandingDoorTest {

  private final AwsLab lab = AwsLab.fast().prepared();

  @AfterEach
  void stop() {
    lab.close();
  }

  private JsonNode standing() {
    var all = lab.door("GET", "/_lab/servers/web-1", Map.of());
    assertThat(all).hasSize(1);
    return all.path(0);
  }

  private JsonNode write(String instance) {
    return lab.door("PUT", "/_lab/instances/" + instance + "/writes", Map.of());
  }

  @Test
  void what_users_write_is_held_by_snapshots_that_are_taken_afterwards_and_a_stopped_instance_takes_nothing() {
    var id = lab.readyForTest("web-1");
    assertThat(standing().path("instances")).isEmpty();
    lab.mgn.startTest(r -> r.sourceServerIDs(id));
    var up = AwsLab.await(() -> lab.door("GET", "/_lab/targets", Map.of()), all -> all.size() == 1).path(0);
    assertThat(up.path("serverId").asString()).isEqualTo("web-1");
    var instance = up.path("instanceId").asString();
    write(instance);
    lab.ec2.createSnapshots(r -> r.instanceSpecification(i -> i.instanceId(instance)));
    assertThat(write(instance).path("written").asInt()).isEqualTo(2);
    lab.ec2.stopInstances(r -> r.instanceIds(instance));
    assertThat(write(instance).path("code").asString()).isEqualTo("IncorrectInstanceState");
    lab.ec2.createSnapshots(r -> r.instanceSpecification(i -> i.instanceId(instance)));
    var seen = AwsLab.await(this::standing, s -> s.path("snapshots").valueStream()
        .allMatch(each -> each.path("state").asString().equals("completed")));
    assertThat(seen.path("snapshots").valueStream().map(each -> each.path("writes").asInt())).containsExactly(1, 2);
    assertThat(seen.path("instances").path(0).path("written").asInt()).isEqualTo(2);
    assertThat(seen.path("lifeCycle").asString()).isEqualTo("TESTING");
    assertThat(seen.path("templateVersion").asInt()).isEqualTo(lab.ec2.describeLaunchTemplates(r -> { }).launchTemplates()
        .getFirst().defaultVersionNumber().intValue());
    assertThat(write("i-unknown").path("code").asString()).isEqualTo("InvalidInstanceID.NotFound");
  }
}
