package dev.convoy.kit.config;

import dev.convoy.kit.aws.AwsMode;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.aws.PlannedCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

class PlanControllerTest {

  private final PlannedCalls planned =
      new PlannedCalls(Clock.fixed(Instant.parse("2026-03-01T08:00:00Z"), ZoneOffset.UTC));
  private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new PlanController(new AwsSettings(null, Duration.ofSeconds(1),
      1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, AwsMode.ACT, List.of("111122223333")), planned)).build();

  @Test
  void theCallsThatWouldBeMadeAreShownWithWhomTheyAreFor() throws Exception {
    planned.withheld("111122223333", "eu-central-1", "mgn", "StartReplication", List.of("web-1"), "StartReplicationRequest()");
    mvc.perform(get("/api/plan?account=111122223333&region=eu-central-1")).andExpect(status().isOk())
        .andExpect(jsonPath("$.observed").value(true))
        .andExpect(jsonPath("$.calls.length()").value(1))
        .andExpect(jsonPath("$.calls[0].operation").value("StartReplication"))
        .andExpect(jsonPath("$.calls[0].server").value("web-1"))
        .andExpect(jsonPath("$.calls[0].waitsFor").value("observe mode"));
  }

  @Test
  void anAccountThatIsActedOnHasNone() throws Exception {
    mvc.perform(get("/api/plan?account=444455556666&region=eu-central-1")).andExpect(status().isOk())
        .andExpect(jsonPath("$.observed").value(false)).andExpect(jsonPath("$.calls").isEmpty());
    mvc.perform(get("/api/plan?account=444455556666")).andExpect(status().isBadRequest());
  }
}
