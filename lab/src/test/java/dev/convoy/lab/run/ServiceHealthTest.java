package dev.convoy.lab.run;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceHealthTest {

  private static String health(String first, String second) {
    return """
        {"status":"UP","components":{"binders":{"components":{"kstream":{"details":{"convoy-launch":{"threadDetails":{
        "a":{"threadState":"%s"},"b":{"threadState":"%s"}}}}}}}}}""".formatted(first, second);
  }

  @Test
  void whoseThreadsAllRunHasItsStores() {
    assertThat(ServiceHealth.restored(health("RUNNING", "RUNNING"))).isTrue();
  }

  @Test
  void aThreadThatRestoresIsWaitedFor() {
    assertThat(ServiceHealth.restored(health("RUNNING", "PARTITIONS_ASSIGNED"))).isFalse();
  }

  @Test
  void whoHasNoThreadsYetIsWaitedFor() {
    assertThat(ServiceHealth.restored("{\"status\":\"UP\"}")).isFalse();
  }
}
