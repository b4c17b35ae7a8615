package dev.convoy.replication.adapter.web;

import dev.convoy.replication.preflight.FakeCloud;
import dev.convoy.replication.preflight.Preflight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

class PreflightControllerTest {

  private static final String ENVIRONMENT = """
      {"environment": {"name": "production", "account": "111122223333", "region": "eu-central-1", "roleArn": null,
       "stagingSubnetId": "subnet-a", "stagingSecurityGroupIds": [], "replicationServerInstanceType": "t3.small",
       "ebsEncryptionKeyArn": null, "testSubnets": ["subnet-b", "subnet-d"], "testSecurityGroupIds": [],
       "targetSubnets": ["subnet-c"], "targetSecurityGroupIds": [],
       "defaults": {"site": "s", "instanceType": "m5.large", "instanceProfile": null, "tenancy": null, "tags": {}}},
       "servers": %d}
      """;
  private static final String WAVE = """
      {"waveId": "w1", "servers": [{"serverId": "web-1", "windows": false, "application": null, "bound": false,
       "launched": false, "target": {"environment": "production", "account": "111122223333", "region": "%s",
       "roleArn": null, "stagingSubnetId": "subnet-a", "replicationServerInstanceType": "t3.small",
       "testSubnetId": "subnet-b", "targetSubnetId": "subnet-nowhere", "instanceType": "m5.large", "privateIp": null,
       "tenancy": "default", "tags": {}}}]}
      """;

  private final FakeCloud cloud = new FakeCloud();
  private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new PreflightController(
      new Preflight(cloud, cloud.mgn(), new Preflight.Settings(150, true, "ConvoyAgentInstall")))).build();

  private ResultActions ask(String what, String body) throws Exception {
    return mvc.perform(post("/api/preflight/" + what).contentType(MediaType.APPLICATION_JSON).content(body));
  }

  @Test
  void anAccountIsAskedAboutByItsEnvironmentAsInventoryShowsIt() throws Exception {
    ask("account", ENVIRONMENT.formatted(10)).andExpect(status().isOk())
        .andExpect(jsonPath("$.subject").value("account 111122223333/eu-central-1")).andExpect(jsonPath("$.servers").value(10))
        .andExpect(jsonPath("$.faults").value(0)).andExpect(jsonPath("$.findings[0].level").value("NOTE"))
        .andExpect(jsonPath("$.findings[0].code").value("CVY-3404"));
    ask("account", ENVIRONMENT.formatted(100)).andExpect(jsonPath("$.faults").value(4))
        .andExpect(jsonPath("$.findings[0].code").value("CVY-3423"));
  }

  @Test
  void aWaveIsAskedAboutByItsServersAndTheirFaultsNameThem() throws Exception {
    ask("wave", WAVE.formatted("eu-central-1")).andExpect(status().isOk()).andExpect(jsonPath("$.faults").value(1))
        .andExpect(jsonPath("$.findings[0].code").value("CVY-3420"))
        .andExpect(jsonPath("$.findings[0].servers[0]").value("web-1"));
  }

  @Test
  void whatCannotBeCheckedIsRefusedWithACode() throws Exception {
    for (var wrong : List.of("{}", "{\"waveId\":\"w1\",\"servers\":[]}", "nonsense", WAVE.formatted("evil.example"))) {
      ask("wave", wrong).andExpect(status().isBadRequest()).andExpect(jsonPath("$.code").value("CVY-3450"));
    }
    for (var wrong : List.of("{}", ENVIRONMENT.formatted(0), ENVIRONMENT.formatted(100_000))) {
      ask("account", wrong).andExpect(status().isBadRequest()).andExpect(jsonPath("$.code").value("CVY-3450"));
    }
  }

  @Test
  void aPartThatCannotBeReadIsAFindingAndTheOthersAreLookedAt() throws Exception {
    cloud.unreadable = true;
    ask("wave", WAVE.formatted("eu-central-1")).andExpect(status().isOk()).andExpect(jsonPath("$.faults").value(2))
        .andExpect(jsonPath("$.findings[0].code").value("CVY-3407"))
        .andExpect(jsonPath("$.findings[0].found").value("it could not be read: RequestLimitExceeded"));
  }
}
