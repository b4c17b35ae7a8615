package dev.convoy.schemas.registry;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Reads properties that Confluent accepts with and without the prefix {@code schema.registry.}. */
final class RegistryProperties {
  private static final String PREFIX = "schema.registry.";

  private final Map<String, ?> config;

  RegistryProperties(Map<String, ?> config) {
    this.config = config;
  }

  @Nullable String text(String name) {
    Object value = config.get(name);
    if (value == null) {
      value = config.get(PREFIX + name);
    }
    if (value instanceof Password secret) {
      return secret.value();
    }
    return value == null ? null : value.toString().strip();
  }

  String required(String name) {
    String value = text(name);
    if (value == null || value.isEmpty()) {
      throw new ConfigException(name + " is missing");
    }
    return value;
  }

  long number(String name, long otherwise) {
    String value = text(name);
    if (value == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new ConfigException(name, value, "is not a whole number");
    }
  }

  Duration millis(String name, long otherwise) {
    return Duration.ofMillis(number(name, otherwise));
  }

  boolean flag(String name, boolean otherwise) {
    String value = text(name);
    return value == null ? otherwise : Boolean.parseBoolean(value);
  }
}
