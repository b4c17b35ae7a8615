package dev.convoy.inventory.config;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.inventory.adapter.kafka.KafkaGateway;
import dev.convoy.inventory.adapter.kafka.ReadModelFeed;
import dev.convoy.inventory.adapter.web.CommandDesk;
import dev.convoy.inventory.command.Command;
import dev.convoy.inventory.command.CommandGateway;
import dev.convoy.inventory.declaration.DeclarationMessage;
import dev.convoy.inventory.declaration.DeclarationRules;
import dev.convoy.inventory.declaration.Declarations;
import dev.convoy.inventory.environments.Environments;
import dev.convoy.inventory.environments.EnvironmentsFile;
import dev.convoy.inventory.readmodel.ReadModel;
import dev.convoy.inventory.server.ServerDecider;
import dev.convoy.inventory.server.ServerState;
import dev.convoy.inventory.wave.WaveAnswer;
import dev.convoy.inventory.wave.WaveDecider;
import dev.convoy.inventory.wave.WaveHeader;
import dev.convoy.inventory.wave.WaveMessage;
import dev.convoy.inventory.wave.WaveRow;
import dev.convoy.inventory.wave.WaveSettings;
import dev.convoy.kit.config.KitSettings;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.poison.DeadLetterDesk;
import dev.convoy.kit.poison.Poison;
import dev.convoy.kit.poison.PoisonException;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.ForeignSource;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.schemas.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the inventory: its deciders, the CMDB topic, the read model and the way of commands. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InventorySettings.class)
public class InventoryConfiguration {

  @Bean
  Environments environments(@Value("${convoy.environments-file}") Path file) {
    return EnvironmentsFile.load(file);
  }

  @Bean
  ServiceDefinition<ServerState, Operation, Outcome> inventory(Environments environments, InventorySettings settings) {
    return definition(environments, new WaveSettings(
        settings.cutoverNeeds(), settings.openWindow(), settings.soak(), settings.replicationQuota()));
  }

  /** What makes the service. */
  public static ServiceDefinition<ServerState, Operation, Outcome> definition(
      Environments environments, WaveSettings settings) {
    var waves = new ServiceDefinition.Group<>("wave", Topics.INVENTORY_WAVE_REQUESTS.baseName(), WaveMessage.class,
        new WaveDecider(settings), WaveHeader.class, WaveRow.class);
    return new ServiceDefinition<>("inventory", new ServerDecider(new DeclarationRules(environments)),
        ServerState.class, null, null, ServerDecider.facts(),
        Map.of(
            Topics.INVENTORY_DECLARATIONS.baseName(), DeclarationMessage.class,
            Topics.INVENTORY_COMMANDS.baseName(), Command.class,
            Topics.INVENTORY_WAVE_ANSWERS.baseName(), WaveAnswer.class),
        List.of(waves));
  }

  /** The CMDB's topic: decoded, re-keyed by server, checked by the decider. */
  @Bean
  public static ForeignSource cmdb() {
    return new ForeignSource(Topics.CMDB_SERVERS.baseName(), (key, event, origin) -> {
      var message = switch (event) {
        case null -> Declarations.withdrawal(key, origin);
        case ServerDeclared declared -> Declarations.fromCmdb(declared, origin);
        default -> throw new PoisonException(Poison.WRONG_TYPE, event.getSchema().getFullName() + " is not a declaration");
      };
      return new Emitter.Send(
          Topics.INVENTORY_DECLARATIONS.baseName(), Declarations.keyOf(message), (Record) message);
    });
  }

  @Bean
  ReadModel readModel() {
    return new ReadModel();
  }

  @Bean("readModelHealthIndicator")
  ReadModelFeed readModelFeed(
      KitSettings settings, Codecs codecs, TopicNames topics, ReadModel model, DeadLetterDesk deadLetters,
      MeterRegistry meters) {
    Gauge.builder("convoy.dead.letters.waiting", model, each -> each.deadLetters().waiting())
        .description("records set aside as bad input and neither replayed nor discarded").register(meters);
    model.keptTests().onFirst(place -> Gauge.builder("convoy.tests.kept", model, each -> each.keptTests().count(place))
        .description("test instances that are kept for people after their test has passed")
        .tag("account", place.account()).tag("region", place.region()).register(meters));
    return new ReadModelFeed(() -> new KafkaConsumer<>(Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers(),
        ConsumerConfig.CLIENT_ID_CONFIG, "convoy-inventory-read-model",
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
        new ByteArrayDeserializer(), new ByteArrayDeserializer()), codecs, topics, model, deadLetters,
        ServerDecider.facts());
  }

  @Bean
  KafkaGateway gateway(Producer<String, byte[]> producer, Codecs codecs, TopicNames topics) {
    return new KafkaGateway(producer, codecs, topics);
  }

  @Bean
  CommandDesk commandDesk(ReadModel model, CommandGateway gateway, InventorySettings settings) {
    return new CommandDesk(model, gateway, settings.answerWithin());
  }
}
