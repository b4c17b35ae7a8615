package dev.convoy.kit.aws;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class AwsSettingsTest {

  private static AwsSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("convoy.aws", AwsSettings.class);
  }

  @Test
  void withoutAnEndpointAwsItselfIsMeant() {
    assertThat(bind(Map.of()).endpoint()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyEndpointIsNone(String endpoint) {
    assertThat(bind(Map.of("convoy.aws.endpoint", endpoint.strip())).endpoint()).isNull();
  }

  @Test
  void anEndpointIsTaken() {
    assertThat(bind(Map.of("convoy.aws.endpoint", "http://127.0.0.1:4566")).endpoint()).hasPort(4566);
  }
}
