package dev.convoy.schemas;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.inventory.ServerHeld;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventHeadersTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00.123Z");
  private static final ServerHeld HELD = new ServerHeld("web-1", 1, 2, NOW, "why");

  @Test
  void theHeadersAreThoseOfCloudEventsInBinaryMode() {
    Headers headers = EventHeaders.of(Service.INVENTORY, HELD, "web-1", 0, null, "wave-1").toKafka();
    assertThat(text(headers, "ce_specversion")).isEqualTo("1.0");
    assertThat(text(headers, "ce_type")).isEqualTo("dev.convoy.ServerHeld");
    assertThat(text(headers, "ce_source")).isEqualTo("inventory-service");
    assertThat(text(headers, "ce_subject")).isEqualTo("web-1");
    assertThat(text(headers, "ce_time")).isEqualTo("2026-05-01T10:00:00.123Z");
    assertThat(text(headers, "ce_correlationid")).isEqualTo("wave-1");
    assertThat(text(headers, "content-type")).isEqualTo("application/avro");
    assertThat(text(headers, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(headers.lastHeader("ce_causationid")).isNull();
  }

  @Test
  void aRepeatHasTheSameIdAndAnythingElseAnother() {
    EventHeaders first = EventHeaders.of(Service.INVENTORY, HELD, "web-1", 0, null, null);
    assertThat(EventHeaders.of(Service.INVENTORY, HELD, "web-1", 0, null, null)).isEqualTo(first);
    assertThat(EventHeaders.of(Service.INVENTORY, HELD, "web-1", 1, null, null).id()).isNotEqualTo(first.id());
    assertThat(EventHeaders.of(Service.INVENTORY, HELD, "web-2", 0, null, null).id()).isNotEqualTo(first.id());
    ServerHeld next = new ServerHeld("web-1", 2, 2, NOW, "why");
    assertThat(EventHeaders.of(Service.INVENTORY, next, "web-1", 0, null, null).id()).isNotEqualTo(first.id());
  }

  @Test
  void anEffectNamesItsCauseAndKeepsItsTrace() {
    EventHeaders cause = EventHeaders.of(Service.INVENTORY, HELD, "web-1", 0, null, "wave-1");
    AgentInstalled installed = new AgentInstalled(
        "web-1", 1, 1, NOW, "111122223333", "eu-central-1", "s-1", false);
    EventHeaders effect = EventHeaders.of(Service.AGENT, installed, "web-1", 0, cause, "wave-1");
    assertThat(effect.causationId()).isEqualTo(cause.id());
    assertThat(effect.traceparent()).isEqualTo(cause.traceparent());
    assertThat(EventHeaders.parse(effect.toKafka())).contains(effect);
  }

  @Test
  void foreignHeadersAreReadWithCare() {
    assertThat(EventHeaders.parse(new RecordHeaders())).isEmpty();
    Headers odd = EventHeaders.of(Service.INVENTORY, HELD, "web-1", 0, null, null).toKafka();
    odd.remove("ce_time").add("ce_time", "yesterday".getBytes(StandardCharsets.UTF_8)).remove("ce_subject");
    assertThat(EventHeaders.parse(odd)).hasValueSatisfying(headers -> {
      assertThat(headers.time()).isNull();
      assertThat(headers.subject()).isEmpty();
    });
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
