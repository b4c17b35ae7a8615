package dev.convoy.kit.config;

import dev.convoy.kit.streams.TopicNames;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.TopicProvisioner;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Before anything is bound: sees to it that the topics exist as the catalogue says, and derives the binder's bindings
 * from it.
 */
public final class TopicsInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BINDINGS = "spring.cloud.stream.bindings.";
  private static final String FUNCTIONS = "spring.cloud.stream.kafka.streams.binder.functions.";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var environment = context.getEnvironment();
    var name = environment.getProperty("convoy.service");
    if (name == null) {
      return;
    }
    var settings = new TopicSettings(
        environment.getProperty("convoy.topic-prefix", "convoy"),
        environment.getProperty("convoy.partitions", Integer.class, TopicSettings.DEFAULT_PARTITIONS),
        environment.getProperty("convoy.replication-factor", Short.class, (short) 3));
    if (environment.getProperty("convoy.provision-topics", Boolean.class, true)) {
      provision(environment, settings);
    }
    environment.getPropertySources().addLast(new MapPropertySource("convoy-bindings",
        bindings(Service.valueOf(name.toUpperCase(Locale.ROOT)), new TopicNames(settings), environment)));
  }

  private static void provision(Environment environment, TopicSettings settings) {
    try (var admin = Admin.create(Map.of(
        "bootstrap.servers", environment.getRequiredProperty("convoy.kafka.bootstrap-servers")))) {
      new TopicProvisioner(admin, settings, PATIENCE).provision(Topics.all());
    }
  }

  private static Map<String, Object> bindings(Service service, TopicNames topics, Environment environment) {
    var properties = new HashMap<String, Object>();
    if (!environment.getProperty("convoy.decider.enabled", Boolean.class, true)) {
      return properties;
    }
    var functions = "decider";
    bind(properties, "decider-in-0", topics.deciderInputs(service));
    properties.put(FUNCTIONS + "decider.application-id", TopicNames.applicationId(service));
    if (environment.getProperty("convoy.groups", Boolean.class, false)) {
      bind(properties, "decider-in-1", topics.groupInputs(service));
    }
    if (environment.getProperty("convoy.foreign", Boolean.class, false)) {
      functions += ";foreign";
      bind(properties, "foreign-in-0", topics.foreignInputs(service));
      properties.put(FUNCTIONS + "foreign.application-id", TopicNames.foreignApplicationId(service));
    }
    properties.put("spring.cloud.function.definition", functions);
    return properties;
  }

  private static void bind(Map<String, Object> properties, String binding, List<String> topics) {
    properties.put(BINDINGS + binding + ".destination", String.join(",", topics));
    properties.put(BINDINGS + binding + ".consumer.use-native-decoding", "true");
  }
}
