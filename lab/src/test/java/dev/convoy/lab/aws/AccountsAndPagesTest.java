package dev.convoy.lab.aws;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.sts.StsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AccountsAndPagesTest {

  private final AwsLab lab = new AwsLab(AwsSimulatorSettings.defaults().withSpeed(10_000)
      .withAccounts(List.of("111122223333", "222233334444")));

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void an_assumed_role_acts_in_its_own_account() {
    lab.prepared().register("web-1");
    var credentials = lab.assume("222233334444", "ConvoyMigration");
    try (var sts = lab.configure(StsClient.builder(), credentials);
        var mgn = lab.configure(MgnClient.builder(), credentials)) {
      assertThat(sts.getCallerIdentity().account()).isEqualTo("222233334444");
      assertThat(sts.getCallerIdentity().arn())
          .isEqualTo("arn:aws:sts::222233334444:assumed-role/ConvoyMigration/test");
      mgn.initializeService(r -> { });
      assertThat(mgn.describeSourceServers(r -> { }).items()).isEmpty();
    }
    assertThat(lab.mgn.describeSourceServers(r -> { }).items()).hasSize(1);
  }

  @Test
  void a_key_is_worth_nothing_without_its_session_token() {
    var credentials = (AwsSessionCredentials) lab.assume("111122223333", "ConvoyMigration");
    var wrong = AwsSessionCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey(), "wrong");
    try (var mgn = lab.configure(MgnClient.builder(), wrong)) {
      var error = catchThrowableOfType(AwsServiceException.class, () -> mgn.initializeService(r -> { }));
      assertThat(error.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException");
    }
  }

  @Test
  void a_role_of_an_account_that_the_lab_does_not_have_cannot_be_assumed() {
    var error = catchThrowableOfType(AwsServiceException.class, () -> lab.assume("999999999999", "ConvoyMigration"));
    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
  }

  @Test
  void the_installers_role_registers_agents_and_may_do_nothing_else() {
    lab.prepared();
    var installer = lab.assume("111122223333", "ConvoyAgentInstall");

    assertThat(lab.door("POST", "/_lab/agents", AwsLab.agent(installer, "web-1")).has("sourceServerID")).isTrue();
    try (var mgn = lab.configure(MgnClient.builder(), installer)) {
      var error = catchThrowableOfType(AwsServiceException.class, () -> mgn.describeSourceServers(r -> { }));
      assertThat(error.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
    }
  }

  @Test
  void an_agent_that_is_installed_again_is_the_same_server() {
    lab.prepared();
    assertThat(lab.register("web-1")).isEqualTo(lab.register("web-1")).isNotEqualTo(lab.register("web-2"));
  }

  @Test
  void an_agent_of_an_archived_server_is_a_new_server() {
    lab.prepared();
    var first = lab.register("web-1");
    lab.mgn.disconnectFromService(r -> r.sourceServerID(first));
    lab.mgn.markAsArchived(r -> r.sourceServerID(first));

    assertThat(lab.register("web-1")).isNotEqualTo(first);
  }

  @Test
  void pages_hold_every_server_once() {
    lab.prepared();
    var ids = IntStream.range(0, 120).mapToObj(i -> lab.register("web-" + i)).toList();

    assertThat(lab.mgn.describeSourceServers(r -> { }).items()).hasSize(50);
    assertThat(lab.mgn.describeSourceServersPaginator(r -> r.maxResults(7)).items().stream()
        .map(s -> s.sourceServerID())).containsExactlyElementsOf(ids);
  }

  @Test
  void a_token_only_continues_the_question_it_was_given_for() {
    lab.prepared();
    IntStream.range(0, 3).forEach(i -> lab.register("web-" + i));
    var token = lab.mgn.describeSourceServers(r -> r.maxResults(1)).nextToken();

    var error = catchThrowableOfType(AwsServiceException.class, () -> lab.mgn.describeSourceServers(
        r -> r.maxResults(1).nextToken(token).filters(f -> f.isArchived(true))));
    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
  }

  @Test
  void tags_with_slashes_and_letters_beyond_ascii_survive_their_way_through_the_path() {
    lab.prepared();
    var arn = lab.server(lab.register("web-1")).arn();
    lab.mgn.tagResource(r -> r.resourceArn(arn).tags(Map.of("a/b", "ü", "c", "d")));
    lab.mgn.untagResource(r -> r.resourceArn(arn).tagKeys("c", "a+b"));

    assertThat(lab.mgn.listTagsForResource(r -> r.resourceArn(arn)).tags()).isEqualTo(Map.of("a/b", "ü"));
  }
}
