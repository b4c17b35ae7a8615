package dev.convoy.launch.config;

import dev.convoy.launch.config.LaunchSettings.Move;
import dev.convoy.launch.config.LaunchSettings.Retries;
import dev.convoy.launch.config.LaunchSettings.Slots;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchState;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.Topics;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.schemas.serde.RecordSerde;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LaunchServiceConfigurationTest {

  private static final LaunchSettings SETTINGS = new LaunchSettings(new Slots(200, 20, Duration.ofSeconds(5)),
      new Move(Duration.ofHours(1), Duration.ofMinutes(30), Duration.ofMinutes(10)), new Retries(3, Duration.ofMinutes(1), Duration.ofMinutes(10)),
      Duration.ofHours(1), Duration.ofMinutes(30), Duration.ofDays(30), Duration.ofHours(1), Duration.ofHours(6));

  @Test
  void everything_that_is_stored_or_sent_has_a_schema() {
    var service = new LaunchServiceConfiguration().launchService(SETTINGS);
    var registry = new InMemoryRegistry();
    assertThatCode(() -> {
      RecordSerde.of(LaunchState.class, registry);
      RecordSerde.of(LaunchOperation.class, registry);
      RecordSerde.of(LaunchOutcome.class, registry);
      service.inboxes().values().forEach(family -> RecordSerde.of(family, registry));
      for (var group : service.groups()) {
        RecordSerde.of(group.messages(), registry);
        RecordSerde.of(group.header(), registry);
        RecordSerde.of(group.row(), registry);
      }
    }).doesNotThrowAnyException();
  }

  @Test
  void every_fact_is_on_a_topic_that_this_service_reads() {
    var service = new LaunchServiceConfiguration().launchService(SETTINGS);
    assertThat(service.facts()).allSatisfy(fact -> assertThat(Topics.carrying(fact)).hasValueSatisfying(
        topic -> assertThat(topic.readers()).contains(Service.LAUNCH)));
  }

  @Test
  void a_test_counts_for_some_time() {
    var never = new LaunchSettings(SETTINGS.slots(), SETTINGS.move(), SETTINGS.retries(), Duration.ZERO, Duration.ZERO, Duration.ZERO,
        Duration.ZERO, Duration.ofHours(6));
    assertThatThrownBy(() -> new LaunchServiceConfiguration().launchService(never)).hasMessageContaining("convoy.launch.test-age");
  }

  @Test
  void an_image_is_waited_for_some_time() {
    var never = new LaunchSettings(SETTINGS.slots(), SETTINGS.move(), SETTINGS.retries(), Duration.ZERO, Duration.ZERO,
        Duration.ofDays(1), Duration.ZERO, Duration.ZERO);
    assertThatThrownBy(() -> new LaunchServiceConfiguration().launchService(never)).hasMessageContaining("convoy.launch.image-within");
  }

  @Test
  void quotas_beyond_those_of_mgn_are_refused() {
    assertThatThrownBy(() -> new LaunchSettings(new Slots(201, 20, Duration.ZERO), SETTINGS.move(), SETTINGS.retries(),
        Duration.ZERO, Duration.ZERO, Duration.ofDays(1), Duration.ZERO, Duration.ofHours(6)).slotSettings()).hasMessageContaining("200");
    assertThatThrownBy(() -> new LaunchSettings(SETTINGS.slots(), new Move(Duration.ZERO, Duration.ofHours(1), Duration.ZERO),
        SETTINGS.retries(), Duration.ZERO, Duration.ZERO, Duration.ofDays(1), Duration.ZERO,
        Duration.ofHours(6)).moveSettings()).hasMessageContaining("way back");
  }
}
