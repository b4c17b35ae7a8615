package dev.convoy.kit.aws;

import dev.convoy.kit.time.MovedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlannedCallsTest {

  private final MovedClock clock = new MovedClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PlannedCalls planned = new PlannedCalls(clock, meters);

  private void withheld(String operation, String server) {
    planned.withheld("111122223333", "eu-central-1", "mgn", operation, List.of(server), "Request(name=\n  " + server + ")");
  }

  @Test
  void aCallIsKeptOnceForEachServerWithItsTimes() {
    withheld("StartReplication", "web-1");
    clock.move(Observing.PAUSE);
    withheld("StartReplication", "web-1");
    assertThat(planned.of("111122223333", "eu-central-1")).singleElement().satisfies(call -> {
      assertThat(call.times()).isEqualTo(2);
      assertThat(call.lastAt()).isEqualTo(call.firstAt().plus(Observing.PAUSE));
      assertThat(call.parameters()).isEqualTo("Request(name= web-1)");
    });
    assertThat(meters.get("convoy.aws.withheld").tags("service", "mgn", "operation", "StartReplication").counter().count())
        .isEqualTo(2);
  }

  @Test
  void whatIsNotWantedAnyMoreIsForgotten() {
    withheld("StartReplication", "web-1");
    clock.move(PlannedCalls.KEPT);
    withheld("StartTest", "web-1");
    assertThat(planned.of("111122223333", "eu-central-1")).hasSize(2);
    clock.move(Observing.PAUSE);
    assertThat(planned.of("111122223333", "eu-central-1")).extracting(PlannedCall::operation).containsExactly("StartTest");
  }

  @Test
  void longParametersAreCut() {
    planned.withheld("111122223333", "eu-central-1", "mgn", "StartTest", List.of(), "x".repeat(5000));
    assertThat(planned.of("111122223333", "eu-central-1").getFirst().parameters()).hasSize(1001);
  }
}
