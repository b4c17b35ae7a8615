package dev.convoy.lab.aws;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.agent.adapter.aws.SecretsManagerStore;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.SecretFailure;
import dev.convoy.agent.remote.SecretStore;
import dev.convoy.agent.remote.SecretStoreContract;
import dev.convoy.agent.remote.StoredSecret;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The store of agent-service on the real SDK, against the simulator's Secrets Manager. */
class SecretsManagerStoreTest extends SecretStoreContract {

  private static final String ACCOUNT = "111122223333";
  private static final String CANARY = "canary-4711-0815";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final AwsLab lab = AwsLab.fast();
  private final AwsClients clients = clients(lab.simulator.endpoint());
  private final SecretsManagerStore store = new SecretsManagerStore(clients, TIMEOUT);

  private static AwsClients clients(URI endpoint) {
    System.setProperty("aws.accessKeyId", AwsLab.KEY.accessKeyId());
    System.setProperty("aws.secretAccessKey", AwsLab.KEY.secretAccessKey());
    return new AwsClients(new AwsSettings(endpoint, Duration.ofSeconds(10), 100, 100, Duration.ofSeconds(1),
        Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(20)));
  }

  @AfterEach
  void end() {
    store.close();
    clients.close();
    lab.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Override
  protected SecretStore store() {
    return store;
  }

  @Override
  protected void put(String id, String stage, String text) {
    plant(id, stage, text);
  }

  private String plant(String name, String stage, String text) {
    var body = new HashMap<String, Object>(Map.of("account", ACCOUNT, "region", REGION, "name", name, "stage", stage));
    body.put("text", text);
    return lab.door("PUT", "/_lab/secrets", body).path("arn").asString("");
  }

  @Override
  protected void out(boolean now) {
    fault(now ? List.of(Map.of("operation", "GetSecretValue", "kind", "error500")) : List.of());
  }

  private void fault(List<Map<String, String>> rules) {
    lab.text("PUT", "/_lab/faults", rules);
  }

  @Test
  void aSecretIsFoundByItsArnWithAndWithoutTheLettersThatAwsAppends() throws Exception {
    var arn = plant("convoy/linux", "AWSCURRENT", "by-arn");
    assertThat(arn).startsWith("arn:aws:secretsmanager:eu-central-1:111122223333:secret:convoy/linux-");
    assertThat(store.text(secret(arn, "AWSCURRENT"))).isEqualTo("by-arn");
    assertThat(store.text(secret(arn.substring(0, arn.length() - 7), "AWSCURRENT"))).isEqualTo("by-arn");
  }

  @Test
  void onlyTheRoleForSecretsMayReadThem() throws Exception {
    put("convoy/linux", "AWSCURRENT", CANARY);
    assertThat(store.text(by("ConvoySecrets"))).isEqualTo(CANARY);
    var refused = failure(by("ConvoyMigration"));
    assertThat(refused.kind()).isEqualTo(PushFailure.Kind.SECRET_REFUSED);
    assertThat(refused).hasMessageContaining("may not be read (AccessDeniedException)").hasMessageNotContaining(CANARY);
    assertThat(refused.remedy()).contains("secretsmanager:GetSecretValue");
    assertThat(failure(by("NoSuchRole")).kind()).isEqualTo(PushFailure.Kind.SECRET_REFUSED);
  }

  private static StoredSecret by(String role) {
    return new StoredSecret("convoy/linux", "AWSCURRENT", REGION, "arn:aws:iam::" + ACCOUNT + ":role/" + role);
  }

  @Test
  void oneThatIsMarkedForDeletionIsRefusedForGood() {
    put("convoy/linux", "AWSCURRENT", CANARY);
    var body = new HashMap<String, Object>(Map.of("account", ACCOUNT, "region", REGION, "name", "convoy/linux"));
    lab.door("PUT", "/_lab/secrets", body);
    assertThat(failure(secret("convoy/linux", "AWSCURRENT")))
        .satisfies(refused -> assertThat(refused.kind()).isEqualTo(PushFailure.Kind.SECRET_REFUSED))
        .hasMessageContaining("marked for deletion");
  }

  @Test
  void throttlingIsWaitedOutBySdkAndThenTellsToAskLater() {
    put("convoy/linux", "AWSCURRENT", CANARY);
    fault(List.of(Map.of("operation", "GetSecretValue", "kind", "throttle")));
    assertThat(failure(secret("convoy/linux", "AWSCURRENT")).kind()).isEqualTo(PushFailure.Kind.SECRET_UNREACHABLE);
  }

  /** An answer that breaks off in the secret is quoted by whoever fails to read it. */
  @Test
  void nothingOfASecretIsInAFailureOrALogWhateverTheAnswer() throws IOException {
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var before = root.getLevel();
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    root.addAppender(logged);
    root.setLevel(Level.INFO);
    try {
      for (String answer : List.of("{\"SecretString\":\"" + CANARY, CANARY)) {
        var failure = withAnswer(200, answer);
        assertThat(String.valueOf(failure)).as(answer).doesNotContain(CANARY);
        assertThat(failure.getCause()).isNull();
      }
      var refused = withAnswer(400, "{\"__type\":\"" + CANARY + "\",\"message\":\"" + CANARY + "\"}");
      assertThat(refused).hasMessageNotContaining(CANARY);
      assertThat(logged.list).allSatisfy(event -> assertThat(event.getFormattedMessage()).doesNotContain(CANARY));
    } finally {
      root.detachAppender(logged);
      root.setLevel(before);
    }
  }

  private static SecretFailure withAnswer(int status, String text) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext("/", exchange -> {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    try (var clients = clients(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        var store = new SecretsManagerStore(clients, TIMEOUT)) {
      return catchThrowableOfType(SecretFailure.class, () -> store.text(secret("convoy/linux", "AWSCURRENT")));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aStoreThatDoesNotAnswerIsLeftInTime() {
    put("convoy/linux", "AWSCURRENT", CANARY);
    lab.text("PUT", "/_lab/faults",
        List.of(Map.of("operation", "GetSecretValue", "kind", "latency", "latencyMillis", 60_000)));
    var from = System.nanoTime();
    assertThat(failure(secret("convoy/linux", "AWSCURRENT")).kind()).isEqualTo(PushFailure.Kind.SECRET_UNREACHABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(TIMEOUT.multipliedBy(3));
  }
}
