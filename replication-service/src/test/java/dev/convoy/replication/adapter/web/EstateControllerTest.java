package dev.convoy.replication.adapter.web;

import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.replication.estate.FoundServer;
import dev.convoy.replication.server.ReadRefusedException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

class EstateControllerTest {

  private static final String QUESTION = """
      {"account": "%s", "region": "eu-central-1", "roleArn": null, "waves": %s, "servers": [
       {"serverId": "web-1", "name": "web-1", "fqdn": "web-1.corp.example", "address": "192.0.2.1", "waveId": "w1",
        "sourceServerId": null, "ended": false}]}
      """;

  private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new EstateController(account -> switch (account.account()) {
    case "444455556666" -> throw new ReadRefusedException("AccessDeniedException", "no", new IllegalStateException());
    case "777788889999" -> throw new UnreachableException("throttled", null, new IllegalStateException());
    default -> List.of(new FoundServer("s-1", "web-1", Set.of("web-1"), Set.of("192.0.2.1"), "TESTING", "CONTINUOUS", false,
        false));
  })).build();

  private ResultActions ask(String body) throws Exception {
    return mvc.perform(post("/api/estate").contentType(MediaType.APPLICATION_JSON).content(body));
  }

  @Test
  void anEstateIsHeldAgainstTheInventory() throws Exception {
    ask(QUESTION.formatted("111122223333", "null")).andExpect(status().isOk())
        .andExpect(jsonPath("$.matched[0].serverId").value("web-1"))
        .andExpect(jsonPath("$.matched[0].sourceServerId").value("s-1"))
        .andExpect(jsonPath("$.matched[0].stage").value("TESTING")).andExpect(jsonPath("$.matched[0].way").value("ADOPT"))
        .andExpect(jsonPath("$.matched[0].by.length()").value(3)).andExpect(jsonPath("$.stages.TESTING").value(1))
        .andExpect(jsonPath("$.conflicts").isEmpty()).andExpect(jsonPath("$.missing").isEmpty());
    ask(QUESTION.formatted("111122223333", "[\"w2\"]")).andExpect(jsonPath("$.matched").isEmpty());
  }

  @Test
  void whatCannotBeAskedIsRefusedWithACode() throws Exception {
    for (var wrong : List.of("{}", "nonsense", QUESTION.formatted("11", "null"), "{\"servers\":[null]}")) {
      ask(wrong).andExpect(status().isBadRequest()).andExpect(jsonPath("$.code").value("CVY-3515"));
    }
  }

  @Test
  void whatAwsDoesNotTellIsSaid() throws Exception {
    ask(QUESTION.formatted("444455556666", "null")).andExpect(status().isConflict())
        .andExpect(jsonPath("$.code").value("CVY-3516"))
        .andExpect(jsonPath("$.message").value("MGN refuses to be read: AccessDeniedException"));
    ask(QUESTION.formatted("777788889999", "null")).andExpect(status().isServiceUnavailable())
        .andExpect(jsonPath("$.code").value("CVY-3516"));
  }
}
