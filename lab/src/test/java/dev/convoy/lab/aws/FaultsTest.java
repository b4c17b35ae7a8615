package dev.convoy.lab.aws;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.mgn.model.ConflictException;
import software.amazon.awssdk.services.mgn.model.MgnException;
import software.amazon.awssdk.services.mgn.model.ThrottlingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class FaultsTest {

  private final AwsLab lab = AwsLab.fast().prepared();

  @AfterEach
  void stop() {
    lab.close();
  }

  private void plant(Map<String, Object> rule) {
    lab.door("PUT", "/_lab/faults", List.of(rule));
  }

  @Test
  void every_second_call_is_throttled_until_the_count_is_used_up() {
    plant(Map.of("operation", "DescribeJobs", "kind", "throttle", "every", 2, "count", 1));

    assertThat(describeJobs()).isNull();
    assertThat(describeJobs()).isInstanceOfSatisfying(ThrottlingException.class, e -> {
      assertThat(e.isThrottlingException()).isTrue();
      assertThat(e.retryAfterSeconds()).isEqualTo("1");
    });
    assertThat(describeJobs()).isNull();
    assertThat(describeJobs()).isNull();
    assertThat(lab.door("GET", "/_lab/faults", Map.of()).get(0).path("struck").asInt()).isEqualTo(1);
  }

  private Throwable describeJobs() {
    return catchThrowable(() -> lab.mgn.describeJobs(r -> { }));
  }

  @Test
  void an_error_of_AWS_has_no_effect() {
    var id = lab.register("web-1");
    plant(Map.of("operation", "mgn.StartReplication", "kind", "error500"));

    assertThat(catchThrowable(() -> lab.mgn.startReplication(r -> r.sourceServerID(id))))
        .isInstanceOfSatisfying(MgnException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    assertThat(replication(id)).isEqualTo("STOPPED");
  }

  @Test
  void a_reset_connection_has_no_effect_and_a_lost_answer_has() {
    var id = lab.register("web-1");
    plant(Map.of("operation", "StartReplication", "kind", "reset"));
    assertThat(catchThrowable(() -> lab.mgn.startReplication(r -> r.sourceServerID(id))))
        .isInstanceOf(SdkClientException.class);
    assertThat(replication(id)).isEqualTo("STOPPED");

    plant(Map.of("operation", "StartReplication", "kind", "answerLost"));
    assertThat(catchThrowable(() -> lab.mgn.startReplication(r -> r.sourceServerID(id))))
        .isInstanceOf(SdkClientException.class);
    assertThat(replication(id)).isNotEqualTo("STOPPED");
    assertThat(lab.ledger()).filteredOn(l -> l.path("operation").asString().equals("StartReplication"))
        .extracting(l -> l.path("accepted").asBoolean() + " " + l.path("fault").asString())
        .containsExactly("false reset", "true answer_lost");
  }

  @Test
  void a_planted_launch_failure_strikes_the_server_it_names() {
    var good = lab.readyForTest("web-1");
    var bad = lab.readyForTest("web-2");
    plant(Map.of("kind", "launchFailed", "userProvidedIds", List.of("web-2")));

    var job = lab.mgn.startTest(r -> r.sourceServerIDs(good, bad)).job();
    var ended = AwsLab.await(() -> lab.mgn.describeJobs(r -> r.filters(f -> f.jobIDs(job.jobID()))).items().getFirst(),
        j -> j.statusAsString().equals("COMPLETED"));

    assertThat(ended.participatingServers()).extracting(p -> p.launchStatusAsString())
        .containsExactly("LAUNCHED", "FAILED");
  }

  @Test
  void a_planted_stall_ends_with_a_retry_once_the_fault_is_gone() {
    var id = lab.register("web-1");
    plant(Map.of("kind", "stalled", "sourceServers", List.of(id), "count", 1));
    lab.mgn.startReplication(r -> r.sourceServerID(id));
    AwsLab.await(() -> replication(id), "STALLED"::equals);

    lab.mgn.retryDataReplication(r -> r.sourceServerID(id));

    AwsLab.await(() -> replication(id), "CONTINUOUS"::equals);
  }

  private String replication(String id) {
    return lab.server(id).dataReplicationInfo().dataReplicationStateAsString();
  }

  @Test
  void a_stale_read_is_answered_from_an_earlier_state_until_the_fault_is_gone() {
    var id = lab.register("web-1");
    plant(Map.of("operation", "DescribeSourceServers", "kind", "stale", "staleSeconds", 1_000_000));
    assertThat(replication(id)).isEqualTo("STOPPED");
    lab.mgn.startReplication(r -> r.sourceServerID(id));
    assertThat(replication(id)).isEqualTo("STOPPED");

    lab.door("PUT", "/_lab/faults", List.of());

    assertThat(replication(id)).isNotEqualTo("STOPPED");
  }

  @Test
  void a_stale_read_does_not_know_what_came_after_it() {
    plant(Map.of("kind", "stale", "staleSeconds", 1_000_000));
    assertThat(lab.mgn.describeSourceServers(r -> { }).items()).isEmpty();
    var id = lab.register("web-1");
    assertThat(lab.mgn.describeSourceServers(r -> { }).items()).isEmpty();

    lab.door("PUT", "/_lab/faults", List.of());

    assertThat(lab.server(id).sourceServerID()).isEqualTo(id);
  }

  @Test
  void a_planted_conflict_strikes_only_calls_that_start_a_job_and_starts_none() {
    var id = lab.readyForTest("web-1");
    plant(Map.of("kind", "busy", "count", 1));

    assertThat(describeJobs()).isNull();
    assertThat(catchThrowable(() -> lab.mgn.startTest(r -> r.sourceServerIDs(id))))
        .isInstanceOf(ConflictException.class).hasMessageContaining("currently being processed by a Job");
    assertThat(lab.mgn.describeJobs(r -> { }).items()).isEmpty();
  }

  @Test
  void a_planted_quota_refuses_a_job_as_AWS_does() {
    var id = lab.readyForTest("web-1");
    plant(Map.of("kind", "quota", "count", 1));

    assertThat(catchThrowable(() -> lab.mgn.startTest(r -> r.sourceServerIDs(id))))
        .isInstanceOf(ConflictException.class).hasMessageContaining("Max Source Servers in all jobs");
    assertThat(lab.mgn.startTest(r -> r.sourceServerIDs(id)).job().jobID()).isNotEmpty();
  }

  @Test
  void a_slow_answer_comes_late_and_is_right() {
    plant(Map.of("operation", "DescribeJobs", "kind", "latency", "latencyMillis", 300));
    var start = System.nanoTime();

    assertThat(describeJobs()).isNull();

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
  }

  @Test
  void a_job_from_the_console_carries_no_tags_and_holds_its_server() {
    var id = lab.readyForTest("web-1");

    var started = lab.door("POST", "/_lab/foreign-jobs", Map.of("draw", 0.5));

    assertThat(started.path("userProvidedId").asString()).isEqualTo("web-1");
    assertThat(lab.mgn.describeJobs(r -> { }).items()).singleElement().satisfies(job -> {
      assertThat(job.jobID()).isEqualTo(started.path("jobId").asString());
      assertThat(job.tags()).isEmpty();
      assertThat(job.participatingServers()).extracting(p -> p.sourceServerID()).containsExactly(id);
    });
    assertThat(lab.door("POST", "/_lab/foreign-jobs", Map.of("draw", 0.5)).isEmpty()).isTrue();
  }
}
