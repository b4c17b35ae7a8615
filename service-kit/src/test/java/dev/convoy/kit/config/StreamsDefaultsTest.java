package dev.convoy.kit.config;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

class StreamsDefaultsTest {

  private static final String STREAMS = "spring.cloud.stream.kafka.streams.binder.configuration.";

  private final PropertySource<?> defaults = defaults();

  private static PropertySource<?> defaults() {
    try {
      return new YamlPropertySourceLoader().load("defaults", new ClassPathResource("convoy-defaults.yml")).getFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aCommitThatGotLostWithItsBrokerIsGivenUpLongBeforeTheMinuteInWhichFlowHasToResume() {
    assertThat(defaults.getProperty(STREAMS + "producer.max.block.ms")).isEqualTo(15_000);
  }

  @Test
  void statesAndEventsAreCommittedTogetherAndADeadOwnersTransactionSoonEnds() {
    assertThat(defaults.getProperty(STREAMS + "processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(defaults.getProperty(STREAMS + "transaction.timeout.ms")).isEqualTo(10_000);
  }
}
