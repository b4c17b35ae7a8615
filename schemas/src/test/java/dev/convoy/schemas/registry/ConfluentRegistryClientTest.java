package dev.convoy.schemas.registry;

import dev.convoy.schemas.registry.RegistryException.Kind;
import dev.convoy.schemas.registry.RegistryStub.Asked;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfluentRegistryClientTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("Thing").namespace("org.example").fields().requiredString("name").endRecord();
  private static final String ESCAPED = SCHEMA.toString().replace("\"", "\\\"");

  private final Map<String, Object> config = new HashMap<>();
  private RegistryStub stub;

  @BeforeEach
  void start() throws IOException {
    stub = new RegistryStub();
    config.put("schema.registry.url", stub.url() + "/apis/ccompat/v7/");
    config.put("retries.wait.ms", "1");
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private ConfluentRegistryClient client() {
    return new ConfluentRegistryClient(RegistrySettings.from(config));
  }

  private static void assertFails(Runnable call, Kind kind) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void aSchemaIsRegisteredOnceAndThenKnown() {
    stub.answers(200, "{\"id\":7}");
    try (ConfluentRegistryClient client = client()) {
      assertThat(client.register("org.example.Thing", SCHEMA)).isEqualTo(7);
      assertThat(client.register("org.example.Thing", SCHEMA)).isEqualTo(7);
      assertThat(client.byId(7)).isEqualTo(SCHEMA);
    }
    assertThat(stub.asked()).containsExactly(new Asked(
        "POST", "/apis/ccompat/v7/subjects/org.example.Thing/versions", "{\"schema\":\"" + ESCAPED + "\"}", null));
  }

  @Test
  void aSchemaIsReadByItsIdOnce() {
    stub.answers(200, "{\"schema\":\"" + ESCAPED + "\"}");
    try (ConfluentRegistryClient client = client()) {
      assertThat(client.byId(7)).isEqualTo(SCHEMA);
      assertThat(client.byId(7)).isEqualTo(SCHEMA);
    }
    assertThat(stub.asked()).extracting(Asked::path).containsExactly("/apis/ccompat/v7/schemas/ids/7");
  }

  @Test
  void lookupAndLatestAskTheirOwnAddresses() {
    config.put("normalize.schemas", true);
    stub.answers(200, "{\"subject\":\"a b\",\"id\":7,\"version\":1}")
        .answers(200, "{\"id\":8,\"schemaType\":\"AVRO\",\"schema\":\"" + ESCAPED + "\"}");
    try (ConfluentRegistryClient client = client()) {
      assertThat(client.lookup("a b", SCHEMA)).isEqualTo(7);
      assertThat(client.latest("a b")).isEqualTo(new RegisteredSchema(8, SCHEMA));
    }
    assertThat(stub.asked()).extracting(Asked::path).containsExactly(
        "/apis/ccompat/v7/subjects/a%20b?normalize=true", "/apis/ccompat/v7/subjects/a%20b/versions/latest");
  }

  @Test
  void anUnknownIdIsPermanentAndNotAskedAgainForAWhile() {
    stub.answers(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    try (ConfluentRegistryClient client = client()) {
      assertFails(() -> client.byId(99), Kind.UNKNOWN);
      assertFails(() -> client.byId(99), Kind.UNKNOWN);
    }
    assertThat(stub.asked()).hasSize(1);
  }

  @Test
  void anUnknownIdIsAskedAgainWhenItsTimeIsOver() {
    config.put(RegistrySettings.UNKNOWN_ID_TTL_MS, "0");
    stub.answers(404, "{\"error_code\":40403}").answers(200, "{\"schema\":\"" + ESCAPED + "\"}");
    try (ConfluentRegistryClient client = client()) {
      assertFails(() -> client.byId(7), Kind.UNKNOWN);
      assertThat(client.byId(7)).isEqualTo(SCHEMA);
    }
  }

  @Test
  void aNotFoundThatIsNotTheRegistrysOwnSaysNothingAboutTheId() {
    stub.answers(404, "<html>no such page</html>");
    try (ConfluentRegistryClient client = client()) {
      assertFails(() -> client.byId(7), Kind.REFUSED);
    }
  }

  @Test
  void anIncompatibleSchemaIsPermanent() {
    stub.answers(409, "{\"error_code\":409,\"message\":\"incompatible with an earlier schema\"}");
    try (ConfluentRegistryClient client = client()) {
      assertThatThrownBy(() -> client.register("s", SCHEMA)).hasMessageContaining("incompatible with an earlier");
      assertFails(() -> client.register("s", SCHEMA), Kind.INCOMPATIBLE);
    }
    assertThat(stub.asked()).hasSize(2);
  }

  @Test
  void anErrorOfTheServerIsTriedAgain() {
    stub.answers(500, "{\"error_code\":50001}").answers(429, "").answers(503, "busy").answers(200, "{\"id\":3}");
    try (ConfluentRegistryClient client = client()) {
      assertThat(client.register("s", SCHEMA)).isEqualTo(3);
    }
    assertThat(stub.asked()).hasSize(4);
  }

  @Test
  void afterTheLastTryTheFailureIsTransient() {
    config.put("max.retries", 2);
    stub.answers(500, "");
    try (ConfluentRegistryClient client = client()) {
      assertFails(() -> client.byId(1), Kind.UNAVAILABLE);
    }
    assertThat(stub.asked()).hasSize(3);
  }

  @Test
  void anAnswerThatDoesNotComeIsTransient() {
    config.put("max.retries", 0);
    config.put("http.read.timeout.ms", 50);
    stub.isSilent();
    try (ConfluentRegistryClient client = client()) {
      assertFails(() -> client.byId(1), Kind.UNAVAILABLE);
    }
  }

  @Test
  void theNextAddressIsAskedWhenOneDoesNotAnswerAndThenPreferred() throws IOException {
    stub.answers(503, "");
    try (RegistryStub second = new RegistryStub().answers(200, "{\"id\":3}")) {
      config.put("schema.registry.url", stub.url() + ", " + second.url());
      try (ConfluentRegistryClient client = client()) {
        assertThat(client.register("a", SCHEMA)).isEqualTo(3);
        assertThat(client.register("b", SCHEMA)).isEqualTo(3);
      }
      assertThat(second.asked()).hasSize(2);
    }
    assertThat(stub.asked()).hasSize(1);
  }

  @Test
  void anInvalidSchemaIsRefusedAtOnce() {
    stub.answers(422, "{\"error_code\":42201,\"message\":\"Invalid schema\"}");
    try (ConfluentRegistryClient client = client()) {
      assertFails(() -> client.register("s", SCHEMA), Kind.REFUSED);
    }
    assertThat(stub.asked()).hasSize(1);
  }

  @Test
  void credentialsAreSentAndNotShown() {
    stub.answers(200, "{\"id\":3}");
    config.put("basic.auth.credentials.source", "USER_INFO");
    config.put("basic.auth.user.info", "user:secret");
    assertThat(RegistrySettings.from(config).toString()).doesNotContain("secret").contains("***");
    assertSent("Basic dXNlcjpzZWNyZXQ=");

    config.put("basic.auth.credentials.source", "URL");
    config.put("schema.registry.url", stub.url().replace("http://", "http://user:secret@"));
    assertThat(RegistrySettings.from(config).toString()).doesNotContain("secret");
    assertSent("Basic dXNlcjpzZWNyZXQ=");

    config.put("bearer.auth.credentials.source", "STATIC_TOKEN");
    config.put("schema.registry.bearer.auth.token", "token");
    assertSent("Bearer token");
  }

  private void assertSent(String authorization) {
    try (ConfluentRegistryClient client = client()) {
      client.register("s", SCHEMA);
    }
    assertThat(stub.asked().getLast().authorization()).isEqualTo(authorization);
  }

  @Test
  void wrongCredentialsAreRefusedAtOnceWithoutDoubtingTheId() {
    stub.answers(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    try (ConfluentRegistryClient client = client()) {
      assertFails(() -> client.byId(7), Kind.REFUSED);
    }
    assertThat(stub.asked()).hasSize(1);
  }

  @Test
  void wrongSettingsAreNamed() {
    assertThatThrownBy(() -> RegistrySettings.from(Map.of())).hasMessageContaining("schema.registry.url");
    assertThatThrownBy(() -> RegistrySettings.from(Map.of("schema.registry.url", "ftp://user:secret@x")))
        .hasMessageContaining("schema.registry.url")
        .hasMessageNotContaining("secret");
    config.put("basic.auth.credentials.source", "SASL_INHERIT");
    assertThatThrownBy(() -> RegistrySettings.from(config)).hasMessageContaining("basic.auth.credentials.source");
    config.remove("basic.auth.credentials.source");
    config.put("max.retries", "many");
    assertThatThrownBy(() -> RegistrySettings.from(config)).hasMessageContaining("max.retries");
  }
}
