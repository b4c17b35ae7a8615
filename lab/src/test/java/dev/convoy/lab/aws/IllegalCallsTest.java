package dev.convoy.lab.aws;

import dev.convoy.lab.aws.cloud.LifeCycleRules;
import dev.convoy.lab.aws.cloud.Quotas;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.mgn.model.ConflictException;
import software.amazon.awssdk.services.mgn.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.mgn.model.ValidationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What AWS answers to calls that it does not allow; jobs never end here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IllegalCallsTest {

  private static final String UNKNOWN = "s-00000000000000000";

  private final AwsLab lab = new AwsLab(AwsLab.withEndlessJobs().withQuotas(new Quotas(6, 3, 20, 200)));
  private final String stopped;
  private final String ready;
  private final String busy;

  IllegalCallsTest() {
    lab.prepared();
    stopped = lab.register("stopped");
    ready = lab.readyForTest("ready");
    busy = lab.readyForTest("busy");
  }

  @BeforeAll
  void startAJobThatNeverEnds() {
    lab.mgn.startTest(r -> r.sourceServerIDs(busy));
  }

  @AfterAll
  void stop() {
    lab.close();
  }

  /** A call, and the status and code of its answer. */
  record Illegal(String name, int status, String code, Call call) {
    @Override
    public String toString() {
      return name + " is answered with " + code;
    }
  }

  interface Call {
    Object on(MgnClient mgn);
  }

  List<Illegal> calls() {
    return List.of(
        new Illegal("StartTest before the first snapshot", 409, "ConflictException",
            m -> m.startTest(r -> r.sourceServerIDs(stopped))),
        new Illegal("StartTest of an unknown server", 400, "ValidationException",
            m -> m.startTest(r -> r.sourceServerIDs(UNKNOWN))),
        new Illegal("StartTest without servers", 400, "ValidationException", m -> m.startTest(r -> { })),
        new Illegal("StartTest of 201 servers", 400, "ValidationException", m -> m.startTest(r ->
            r.sourceServerIDs(IntStream.range(0, 201).mapToObj("s-%017d"::formatted).toList()))),
        new Illegal("StartTest with a malformed id", 400, "ValidationException",
            m -> m.startTest(r -> r.sourceServerIDs("web-1"))),
        new Illegal("StartCutover of a server that is not ready for it", 409, "ConflictException",
            m -> m.startCutover(r -> r.sourceServerIDs(ready))),
        new Illegal("a second job for a server", 409, "ConflictException",
            m -> m.startTest(r -> r.sourceServerIDs(busy))),
        new Illegal("ChangeServerLifeCycleState during a job", 409, "ConflictException",
            m -> m.changeServerLifeCycleState(r -> r.sourceServerID(busy).lifeCycle(l -> l.state("READY_FOR_CUTOVER")))),
        new Illegal("ChangeServerLifeCycleState to TESTING", 400, "ValidationException",
            m -> m.changeServerLifeCycleState(r -> r.sourceServerID(ready).lifeCycle(l -> l.state("TESTING")))),
        new Illegal("FinalizeCutover before the cutover", 409, "ConflictException",
            m -> m.finalizeCutover(r -> r.sourceServerID(ready))),
        new Illegal("FinalizeCutover of an unknown server", 404, "ResourceNotFoundException",
            m -> m.finalizeCutover(r -> r.sourceServerID(UNKNOWN))),
        new Illegal("MarkAsArchived before the cutover", 409, "ConflictException",
            m -> m.markAsArchived(r -> r.sourceServerID(ready))),
        new Illegal("DeleteSourceServer of a replicating server", 409, "ConflictException",
            m -> m.deleteSourceServer(r -> r.sourceServerID(ready))),
        new Illegal("StartReplication twice", 409, "ConflictException",
            m -> m.startReplication(r -> r.sourceServerID(ready))),
        new Illegal("ResumeReplication of a server that runs", 409, "ConflictException",
            m -> m.resumeReplication(r -> r.sourceServerID(ready))),
        new Illegal("RetryDataReplication of a healthy server", 400, "ValidationException",
            m -> m.retryDataReplication(r -> r.sourceServerID(ready))),
        new Illegal("a second replication template", 400, "ValidationException",
            m -> m.createReplicationConfigurationTemplate(r -> r.stagingAreaSubnetId("subnet-0000000a00"))),
        new Illegal("an unknown staging subnet", 400, "ValidationException", m -> m.updateReplicationConfiguration(
            r -> r.sourceServerID(ready).stagingAreaSubnetId("subnet-12345678"))),
        new Illegal("other encryption after the start", 409, "ConflictException", m -> m.updateReplicationConfiguration(
            r -> r.sourceServerID(ready).ebsEncryption("CUSTOM"))),
        new Illegal("too many results a page", 400, "ValidationException",
            m -> m.describeSourceServers(r -> r.maxResults(1001))),
        new Illegal("a lifecycle state that does not exist", 400, "ValidationException",
            m -> m.describeSourceServers(r -> r.filters(f -> f.lifeCycleStatesWithStrings("READY")))),
        new Illegal("a token of another question", 400, "ValidationException",
            m -> m.describeSourceServers(r -> r.nextToken("Zm9vOjE"))),
        new Illegal("tags of an unknown resource", 404, "ResourceNotFoundException",
            m -> m.listTagsForResource(r -> r.resourceArn(
                "arn:aws:mgn:eu-central-1:111122223333:source-server/" + UNKNOWN))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void an_illegal_call_is_answered_as_AWS_does(Illegal illegal) {
    var error = catchThrowableOfType(AwsServiceException.class, () -> illegal.call().on(lab.mgn));

    assertThat(error).isNotNull();
    assertThat(error.awsErrorDetails().errorCode()).isEqualTo(illegal.code());
    assertThat(error.statusCode()).isEqualTo(illegal.status());
    assertThat(error.requestId()).isNotBlank();
  }

  @Test
  void a_batch_with_one_busy_server_is_refused_as_a_whole_in_the_exact_words_of_AWS() {
    var error = catchThrowableOfType(ConflictException.class,
        () -> lab.mgn.startTest(r -> r.sourceServerIDs(ready, busy)));

    assertThat(error.awsErrorDetails().errorMessage()).isEqualTo(LifeCycleRules.BUSY);
    assertThat(error.errors()).extracting(e -> e.resourceId()).containsExactly(busy);
    assertThat(lab.server(ready).lifeCycle().stateAsString()).isEqualTo("READY_FOR_TEST");
  }

  @Test
  void a_validation_error_names_each_field() {
    var error = catchThrowableOfType(ValidationException.class, () -> lab.mgn.describeSourceServers(
        r -> r.maxResults(0).filters(f -> f.sourceServerIDs("x"))));

    assertThat(error.reasonAsString()).isEqualTo("fieldValidationFailed");
    assertThat(error.fieldList()).extracting(f -> f.name())
        .containsExactlyInAnyOrder("maxResults", "filters.sourceServerIDs[0]");
  }

  @Test
  void an_account_that_is_not_initialized_says_so() {
    try (var fresh = AwsLab.fast()) {
      var error = catchThrowableOfType(AwsServiceException.class, () -> fresh.mgn.describeSourceServers(r -> { }));
      assertThat(error.awsErrorDetails().errorCode()).isEqualTo("UninitializedAccountException");
      assertThat(fresh.door("POST", "/_lab/agents", AwsLab.agent(AwsLab.KEY, "web-1")).path("code").asString())
          .isEqualTo("UninitializedAccountException");
    }
  }

  @Test
  void jobs_hold_no_more_servers_than_the_quota() {
    try (var small = new AwsLab(AwsLab.withEndlessJobs().withQuotas(new Quotas(150, 2, 20, 200))).prepared()) {
      var ids = IntStream.range(0, 3).mapToObj(i -> small.readyForTest("web-" + i)).toList();

      var all = catchThrowableOfType(ConflictException.class, () -> small.mgn.startTest(r -> r.sourceServerIDs(ids)));
      small.mgn.startTest(r -> r.sourceServerIDs(ids.subList(0, 2)));
      var third = catchThrowableOfType(
          ConflictException.class, () -> small.mgn.startTest(r -> r.sourceServerIDs(ids.get(2))));

      assertThat(all).isNotNull();
      assertThat(third).isNotNull();
    }
  }

  @Test
  void there_are_no_more_jobs_than_the_quota() {
    try (var small = new AwsLab(AwsLab.withEndlessJobs().withQuotas(new Quotas(150, 200, 1, 200))).prepared()) {
      var first = small.readyForTest("web-1");
      var second = small.readyForTest("web-2");
      small.mgn.startTest(r -> r.sourceServerIDs(first));

      assertThat(catchThrowableOfType(ConflictException.class,
          () -> small.mgn.startTest(r -> r.sourceServerIDs(second)))).isNotNull();
    }
  }

  @Test
  void no_more_servers_replicate_than_the_quota() {
    try (var small = new AwsLab(AwsLab.withEndlessJobs().withQuotas(new Quotas(1, 200, 20, 200))).prepared()) {
      small.readyForTest("web-1");
      var second = small.register("web-2");

      var error = catchThrowableOfType(ServiceQuotaExceededException.class,
          () -> small.mgn.startReplication(r -> r.sourceServerID(second)));

      assertThat(error.statusCode()).isEqualTo(402);
      assertThat(error.quotaCode()).isEqualTo("L-9A599620");
      assertThat(error.quotaValue()).isEqualTo(1);
    }
  }

  @Test
  void refused_calls_are_in_the_ledger_with_their_error() {
    catchThrowableOfType(ConflictException.class, () -> lab.mgn.startTest(r -> r.sourceServerIDs(stopped)
        .tags(Map.of("convoy:batch", "refused"))));

    assertThat(lab.ledger()).filteredOn(l -> l.path("tags").path("convoy:batch").asString("").equals("refused"))
        .singleElement().satisfies(l -> {
          assertThat(l.path("accepted").asBoolean()).isFalse();
          assertThat(l.path("error").asString()).isEqualTo("ConflictException");
          assertThat(l.path("sourceServers").get(0).asString()).isEqualTo(stopped);
        });
  }
}
