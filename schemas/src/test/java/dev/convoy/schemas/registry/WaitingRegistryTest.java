package dev.convoy.schemas.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WaitingRegistryTest {
  private RegistryStub stub;

  @BeforeEach
  void start() throws IOException {
    stub = new RegistryStub();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private SchemaRegistry registry(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(Map.of("schema.registry.url", stub.url(), "max.retries", 0));
    config.putAll(more);
    return SchemaRegistries.from(config);
  }

  @Test
  void anOutageIsWaitedFor() {
    stub.answers(503, "").answers(503, "").answers(200, "{\"schema\":\"\\\"string\\\"\"}");
    try (SchemaRegistry registry = registry(Map.of())) {
      assertThat(registry.byId(1)).isEqualTo(Schema.create(Schema.Type.STRING));
    }
    assertThat(stub.asked()).hasSize(3);
  }

  @Test
  void aPermanentFailureIsPassedOnAtOnce() {
    stub.answers(503, "").answers(404, "{\"error_code\":40403}");
    try (SchemaRegistry registry = registry(Map.of())) {
      assertThatThrownBy(() -> registry.byId(1))
          .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.unknown()).isTrue());
    }
  }

  @Test
  void whatAProxyOrALoginRefusesIsWaitedForWhereARecordDependsOnIt() {
    stub.answers(401, "").answers(404, "<html>not here</html>").answers(200, "{\"hello\":1}")
        .answers(200, "{\"schema\":\"\\\"string\\\"\"}");
    try (WaitingRegistry registry = (WaitingRegistry) registry(Map.of())) {
      assertThat(registry.byId(1)).isEqualTo(Schema.create(Schema.Type.STRING));
      assertThat(registry.outage()).isEmpty();
    }
    assertThat(stub.asked()).hasSize(4);
  }

  @Test
  void whoAsksIsToldWhatIsWaitedForAndSinceWhen() throws InterruptedException {
    stub.answers(503, "too busy");
    try (WaitingRegistry registry = (WaitingRegistry) registry(Map.of())) {
      Thread waiting = Thread.startVirtualThread(() -> registry.byId(1));
      while (registry.outage().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(registry.outage().get().reason()).contains("answered 503", "too busy");
      waiting.interrupt();
      assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
      assertThat(registry.outage()).isEmpty();
    }
  }

  @Test
  void aSchemaOfAnotherKindIsAnAnswerAndNotAnOutage() {
    stub.answers(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message A {}\"}");
    try (SchemaRegistry registry = registry(Map.of())) {
      assertThatThrownBy(() -> registry.byId(1)).isInstanceOfSatisfying(RegistryException.class,
          e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNUSABLE));
    }
    assertThat(stub.asked()).hasSize(1);
  }

  @Test
  void theWaitHasTheConfiguredLimit() {
    stub.answers(503, "");
    try (SchemaRegistry registry = registry(Map.of(RegistrySettings.MAX_WAIT_MS, 150))) {
      assertThatThrownBy(() -> registry.byId(1))
          .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.transientFailure()).isTrue());
    }
    assertThat(stub.asked()).hasSizeBetween(2, 4);
  }

  @Test
  void anInterruptEndsTheWait() throws InterruptedException {
    stub.answers(503, "");
    try (SchemaRegistry registry = registry(Map.of())) {
      CompletableFuture<RegistryException> failure = new CompletableFuture<>();
      Thread waiting = Thread.startVirtualThread(() -> {
        try {
          registry.byId(1);
        } catch (RegistryException e) {
          failure.complete(e);
        }
      });
      waiting.interrupt();
      assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
      assertThat(failure.join().transientFailure()).isTrue();
    }
  }

  @Test
  void closingEndsTheWait() throws Exception {
    stub.answers(503, "");
    SchemaRegistry registry = registry(Map.of());
    CompletableFuture<Schema> waiting = CompletableFuture.supplyAsync(() -> registry.byId(1));
    registry.close();
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RegistryException.class);
  }

  @Test
  void mockRegistriesAreSharedByNameUntilTheyAreReset() {
    Map<String, String> config = Map.of("schema.registry.url", "mock://waiting-registry-test");
    SchemaRegistry first = SchemaRegistries.from(config);
    assertThat(SchemaRegistries.from(config)).isSameAs(first);
    MockRegistries.SHARED.reset("waiting-registry-test");
    assertThat(SchemaRegistries.from(config)).isNotSameAs(first);
  }
}
