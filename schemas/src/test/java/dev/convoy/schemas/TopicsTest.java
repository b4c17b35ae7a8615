package dev.convoy.schemas;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.schemas.Topic.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicsTest {
  @Test
  void everyEventOfTheSchemaFilesIsOnOneTopic() throws IOException {
    Set<String> files;
    Path root = Path.of("src/main/avro");
    try (Stream<Path> found = Files.walk(root)) {
      files = found
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".avsc") && !file.startsWith("common"))
          .map(file -> "dev.convoy.events." + file.replace(".avsc", "").replace('/', '.'))
          .collect(Collectors.toSet());
    }
    assertThat(Topics.all().stream().flatMap(topic -> topic.eventTypes().stream()).map(Class::getName))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void namesAreUniqueAndPublicTopicsCarryEvents() {
    assertThat(Topics.all()).extracting(Topic::baseName).doesNotHaveDuplicates().hasSize(32);
    assertThat(Topics.all()).allSatisfy(topic ->
        assertThat(topic.eventTypes().isEmpty()).isEqualTo(topic.visibility() == Visibility.PRIVATE));
  }

  @Test
  void theCatalogueKnowsWhoReadsWhat() {
    assertThat(Topics.reads(Service.REPLICATION, AgentInstalled.class)).isTrue();
    assertThat(Topics.reads(Service.REPLICATION, TestLaunched.class)).isTrue();
    assertThat(Topics.WAVE_EVENTS.readers()).containsExactly(Service.INVENTORY);
    assertThat(Topics.carrying(AgentInstalled.class)).contains(Topics.AGENT_EVENTS);
    assertThatThrownBy(() -> Topics.operations(Service.INVENTORY)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsNameAndConfigureTopics() {
    TopicSettings settings = TopicSettings.from(Map.of("convoy.topic-prefix", "acme.convoy", "convoy.partitions", "4"));
    assertThat(settings.name(Topics.operations(Service.LAUNCH))).isEqualTo("acme.convoy.launch.operations");
    assertThat(settings.partitions()).isEqualTo(4);
    assertThat(settings.configs(Topics.SERVER_STATUS))
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("segment.bytes", "16777216")
        .containsEntry("max.compaction.lag.ms", "3600000");
    assertThat(settings.configs(Topics.AGENT_EVENTS)).containsEntry("retention.ms", "-1");
    assertThat(settings.configs(Topics.LAUNCH_SLOT_ANSWERS)).containsEntry("retention.ms", "604800000");
    assertThat(settings.configs(Topics.deadLetters(Service.LAUNCH))).containsEntry("max.message.bytes", "2097152");
    assertThatThrownBy(() -> new TopicSettings("a/b", 1, (short) 1)).hasMessageContaining("convoy.topic-prefix");
    assertThatThrownBy(() -> TopicSettings.withPartitions(0)).hasMessageContaining("convoy.partitions");
  }
}
