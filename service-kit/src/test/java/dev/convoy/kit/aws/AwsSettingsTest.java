package dev.convoy.kit.aws;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void aServiceActsUnlessToldOtherwise() {
    var account = new AccountKey("111122223333", "eu-central-1", null);
    assertThat(bind(Map.of()).observes(account)).isFalse();
    assertThat(bind(Map.of("convoy.aws.mode", "observe")).observes(account)).isTrue();
    assertThat(bind(Map.of("convoy.aws.observed", "444455556666, 111122223333")).observes(account)).isTrue();
    assertThat(bind(Map.of("convoy.aws.observed", "111122223333/eu-west-1")).observes(account)).isFalse();
    assertThat(bind(Map.of("convoy.aws.observed", "111122223333/eu-central-1")).observes(account)).isTrue();
    assertThat(bind(Map.of("convoy.aws.observed", "")).observed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"11112222333", "shop", "111122223333/", "111122223333/eu central"})
  void whatIsToBeObservedIsAnAccount(String wrong) {
    assertThatThrownBy(() -> bind(Map.of("convoy.aws.observed", wrong))).hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause().hasMessageContaining("[CVY-9061]").hasMessageContaining(wrong);
  }
}
