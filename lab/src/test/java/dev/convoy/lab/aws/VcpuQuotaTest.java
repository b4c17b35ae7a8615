package dev.convoy.lab.aws;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.mgn.model.Job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The quota of running vCPUs is kept whenever an instance is to run. */
class VcpuQuotaTest {

  private final AwsLab lab = AwsLab.fast().prepared();

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void a_launch_beyond_the_quota_fails_for_its_server_and_a_stopped_instance_makes_room() {
    lab.door("PUT", "/_lab/oddities/111122223333", Map.of("quotas", Map.of("L-1216C47A", 2.0)));
    var first = lab.readyForTest("web-1");
    var second = lab.readyForTest("web-2");
    var instance = ended(first).participatingServers().getFirst().launchedEc2InstanceID();
    AwsLab.await(() -> state(instance), InstanceStateName.RUNNING::equals);

    var refused = ended(second);

    assertThat(refused.participatingServers().getFirst().launchStatusAsString()).isEqualTo("FAILED");
    assertThat(lab.mgn.describeJobLogItems(r -> r.jobID(refused.jobID())).items())
        .filteredOn(i -> i.eventAsString().equals("LAUNCH_FAILED")).singleElement()
        .satisfies(i -> assertThat(i.eventData().rawError()).startsWith("VcpuLimitExceeded").contains("limit of 2 "));

    lab.ec2.stopInstances(r -> r.instanceIds(instance));
    AwsLab.await(() -> state(instance), InstanceStateName.STOPPED::equals);
    assertThat(ended(second).participatingServers().getFirst().launchStatusAsString()).isEqualTo("LAUNCHED");
    assertThat(catchThrowableOfType(Ec2Exception.class, () -> lab.ec2.startInstances(r -> r.instanceIds(instance)))
        .awsErrorDetails().errorCode()).isEqualTo("VcpuLimitExceeded");
  }

  private InstanceStateName state(String instance) {
    return lab.ec2.describeInstances(r -> r.instanceIds(instance)).reservations().getFirst().instances().getFirst()
        .state().name();
  }

  private Job ended(String server) {
    var id = lab.mgn.startTest(r -> r.sourceServerIDs(server)).job().jobID();
    return AwsLab.await(() -> lab.mgn.describeJobs(r -> r.filters(f -> f.jobIDs(id))).items().getFirst(),
        job -> job.statusAsString().equals("COMPLETED"));
  }
}
