package dev.convoy.lab.aws;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.mgn.model.ConflictException;
import software.amazon.awssdk.services.mgn.model.Job;
import software.amazon.awssdk.services.mgn.model.JobPostLaunchActionsLaunchStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Post-launch actions that do not succeed; those that do are seen by {@link AwsCliConformanceTest}. */
class PostLaunchActionsTest {

  private final AwsLab lab = AwsLab.fast().prepared();

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void an_instance_that_never_boots_fails_its_actions_and_one_of_them_holds_up_the_finalize() {
    var id = lab.readyForTest("web-1");
    lab.mgn.putSourceServerAction(r -> r.sourceServerID(id).actionID("verify").actionName("Verify").order(1001)
        .documentIdentifier("AWS-RunShellScript").mustSucceedForCutover(true));
    lab.mgn.changeServerLifeCycleState(r -> r.sourceServerID(id).lifeCycle(l -> l.state("READY_FOR_CUTOVER")));
    lab.door("PUT", "/_lab/faults", List.of(Map.of("operation", "StartCutover", "kind", "bootFailed")));
    var started = lab.mgn.startCutover(r -> r.sourceServerIDs(id)).job().jobID();

    var runs = AwsLab.await(() -> runs(started), found -> found.stream().anyMatch(run -> !run.executionStatusAsString()
        .equals("IN_PROGRESS")));

    assertThat(runs).singleElement().satisfies(run -> {
      assertThat(run.executionStatusAsString()).isEqualTo("FAILED");
      assertThat(run.failureReason()).contains("SSM agent");
    });
    assertThat(job(started).statusAsString()).isEqualTo("COMPLETED");
    assertThat(catchThrowableOfType(ConflictException.class, () -> lab.mgn.finalizeCutover(r -> r.sourceServerID(id))))
        .hasMessageContaining("must succeed for cutover");
  }

  @Test
  void actions_for_cutovers_only_do_not_run_after_a_test() {
    var id = lab.readyForTest("web-1");
    lab.mgn.updateLaunchConfiguration(r -> r.sourceServerID(id).postLaunchActions(p -> p.deployment("CUTOVER_ONLY")
        .ssmDocuments(d -> d.actionName("Mark").ssmDocumentName("AWS-RunShellScript"))));
    var test = lab.mgn.startTest(r -> r.sourceServerIDs(id)).job().jobID();
    AwsLab.await(() -> lab.server(id).launchedInstance(), i -> i != null && "SUCCEEDED".equals(i.firstBootAsString()));
    assertThat(runs(test)).isEmpty();

    lab.mgn.changeServerLifeCycleState(r -> r.sourceServerID(id).lifeCycle(l -> l.state("READY_FOR_CUTOVER")));
    var cutover = lab.mgn.startCutover(r -> r.sourceServerIDs(id)).job().jobID();
    AwsLab.await(() -> runs(cutover), found -> found.size() == 1 && found.getFirst().executionStatusAsString().equals("SUCCESS"));
  }

  private Job job(String id) {
    return lab.mgn.describeJobs(r -> r.filters(f -> f.jobIDs(id))).items().getFirst();
  }

  private List<JobPostLaunchActionsLaunchStatus> runs(String job) {
    var status = job(job).participatingServers().getFirst().postLaunchActionsStatus();
    return status == null ? List.of() : status.postLaunchActionsLaunchStatusList();
  }
}
