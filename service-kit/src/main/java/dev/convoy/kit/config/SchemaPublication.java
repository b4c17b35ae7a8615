package dev.convoy.kit.config;

import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.Topics;
import dev.convoy.schemas.registry.RegistryException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the registry know everything that a service writes when it starts, and not when the first server of a wave gets there:
 * a schema that it refuses ends the service before anything moves, and a registry that is out of service in the night is not
 * asked for what could be known. Nothing waits for it: what is written before it has come so far is settled then.
 */
final class SchemaPublication implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaPublication.class);

  private final ServiceDefinition<?, ?, ?> service;
  private final Codecs codecs;
  private final Consumer<RuntimeException> refused;

  /** @param refused takes what cannot be written as it is, whoever waits */
  SchemaPublication(ServiceDefinition<?, ?, ?> service, Codecs codecs, Consumer<RuntimeException> refused) {
    this.service = service;
    this.codecs = codecs;
    this.refused = refused;
  }

  @Override
  public void run() {
    try {
      events();
      records().forEach(codecs::publishRecord);
    } catch (RegistryException e) {
      if (e.transientFailure()) {
        LOG.debug("ended while it waited for the registry", e);
      } else {
        refused.accept(e);
      }
    }
  }

  private void events() {
    var owner = Service.valueOf(service.name().toUpperCase(Locale.ROOT)).fullName();
    Topics.all().stream().filter(topic -> topic.owner().equals(owner)).flatMap(topic -> topic.eventTypes().stream())
        .distinct().forEach(codecs::publishEvent);
  }

  private Stream<Class<?>> records() {
    var ofServer = Stream.<Class<?>>of(service.state(), service.operations(), service.outcomes()).filter(Objects::nonNull);
    var ofGroups = service.groups().stream()
        .flatMap(group -> Stream.<Class<?>>of(group.messages(), group.header(), group.row()));
    return Stream.of(ofServer, service.inboxes().values().stream(), ofGroups).flatMap(each -> each).distinct();
  }
}
