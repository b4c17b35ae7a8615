package dev.convoy.agent.adapter.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.worker.UnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The real SDK against an STS that answers as the test says. */
class StsInstallerCredentialsTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final String CHAINED =
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";

  private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
  private final HttpServer sts;
  private final AwsClients clients;
  private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private String refusal = "";

  StsInstallerCredentialsTest() throws IOException {
    sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    sts.createContext("/", this::answer);
    sts.start();
    clients = new AwsClients(new AwsSettings(URI.create("http://127.0.0.1:" + sts.getAddress().getPort()),
        Duration.ofSeconds(10), 100, 100, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1),
        Duration.ofMillis(20)));
  }

  @BeforeEach
  void begin() {
    System.setProperty("aws.accessKeyId", "AKIAEXAMPLE");
    System.setProperty("aws.secretAccessKey", "not-a-real-secret");
  }

  @AfterEach
  void end() {
    clients.close();
    sts.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var query = Arrays.stream(body.split("&")).map(pair -> pair.split("=", 2)).collect(Collectors.toMap(
        pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    asked.add(query);
    var expires = now.plusSeconds(Long.parseLong(query.get("DurationSeconds")));
    var answer = refusal.isEmpty()
        ? "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
            + "<AccessKeyId>ASIA" + asked.size() + "</AccessKeyId><SecretAccessKey>not-a-real-secret</SecretAccessKey>"
            + "<SessionToken>a-token</SessionToken><Expiration>" + expires + "</Expiration></Credentials>"
            + "</AssumeRoleResult></AssumeRoleResponse>"
        : "<ErrorResponse><Error><Type>Sender</Type><Code>" + refusal.split(" ", 2)[0] + "</Code><Message>"
            + refusal.split(" ", 2)[1] + "</Message></Error></ErrorResponse>";
    var bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refusal.isEmpty() ? 200 : 400, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private StsInstallerCredentials credentials(Duration within) {
    return new StsInstallerCredentials(clients, "ConvoyAgentInstall", within, new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }
    });
  }

  @Test
  void theyAreKeptOnlyWhileTheyLastForAWholeInstallation() throws Exception {
    var credentials = credentials(Duration.ofMinutes(40));
    var first = credentials.of(ACCOUNT);
    now = now.plus(Duration.ofMinutes(20));
    assertThat(credentials.of(ACCOUNT)).isEqualTo(first);
    now = now.plus(Duration.ofMinutes(2));
    assertThat(credentials.of(ACCOUNT)).extracting(InstallCredentials::accessKeyId).isEqualTo("ASIA2");
    assertThat(asked).extracting(each -> each.get("DurationSeconds")).containsExactly("3600", "3600");
  }

  @Test
  void whereTheRoleGivesNoMoreThanAnInstallationNeedsTheyServeOneMinute() throws Exception {
    var credentials = credentials(Duration.ofHours(1));
    credentials.of(ACCOUNT);
    now = now.plusSeconds(59);
    credentials.of(ACCOUNT);
    assertThat(asked).hasSize(1);
    now = now.plusSeconds(2);
    credentials.of(ACCOUNT);
    assertThat(asked).hasSize(2);
  }

  @Test
  void sessionsAsLongAsAnInstallationAreAskedForAndNotMoreThanAwsHas() throws Exception {
    credentials(Duration.ofHours(3)).of(ACCOUNT);
    assertThat(asked).extracting(each -> each.get("DurationSeconds")).containsExactly("10800");
    assertThatIllegalArgumentException().isThrownBy(() -> credentials(Duration.ofHours(13)))
        .withMessageContaining("[CVY-2319]").withMessageContaining("convoy.agent.install-within");
  }

  @Test
  void aRoleWhoseSessionsDoNotLastIsNamedWithItsRemedy() {
    refusal = "ValidationError The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    var own = catchThrowableOfType(PushFailure.class, () -> credentials(Duration.ofHours(3)).of(ACCOUNT));
    assertThat(own.code()).isEqualTo("CVY-2319");
    assertThat(own.what()).contains("ConvoyAgentInstall in 111122223333", "PT3H");
    assertThat(own.remedy()).contains("MaxSessionDuration");
    assertThat(own.kind().retriable()).isFalse();
    refusal = "ValidationError " + CHAINED;
    var chained = catchThrowableOfType(PushFailure.class, () -> credentials(Duration.ofHours(3)).of(ACCOUNT));
    assertThat(chained.code()).isEqualTo("CVY-2319");
    assertThat(chained.remedy()).contains("at most one hour");
  }

  @Test
  void anyOtherRefusalIsWaitedOut() {
    refusal = "AccessDenied User is not authorized to perform: sts:AssumeRole";
    assertThatThrownBy(() -> credentials(Duration.ofHours(1)).of(ACCOUNT)).isInstanceOf(UnreachableException.class)
        .hasMessageContaining("AccessDenied");
  }

  @Test
  void theRoleIsThatOfThePartitionOfTheRegion() throws Exception {
    var credentials = credentials(Duration.ofHours(1));
    for (String region : List.of("eu-central-1", "cn-north-1", "us-gov-west-1")) {
      credentials.of(new AccountKey("111122223333", region, null));
    }
    assertThat(asked).extracting(each -> each.get("RoleArn")).containsExactly(
        "arn:aws:iam::111122223333:role/ConvoyAgentInstall", "arn:aws-cn:iam::111122223333:role/ConvoyAgentInstall",
        "arn:aws-us-gov:iam::111122223333:role/ConvoyAgentInstall");
  }
}
