package dev.convoy.inventory.adapter.web;

import dev.convoy.events.common.ActionParameter;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.PostLaunchAction;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.environments.DeclaredAction;
import dev.convoy.inventory.environments.Environment;
import dev.convoy.inventory.environments.Environments;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

class EnvironmentsControllerTest {
  private static final PostLaunchAction JOIN = PostLaunchAction.newBuilder().setName("Join").setDocument("Example-JoinDomain")
      .setOrder(1002).setMustSucceed(true)
      .setParameters(Map.of("password", List.of(new ActionParameter("join.password", true)))).build();

  private static Environment acting() {
    var e = Samples.environments().all().getFirst();
    return new Environment(e.name(), e.account(), e.region(), e.roleArn(), e.stagingSubnetId(), e.stagingSecurityGroupIds(),
        e.replicationServerInstanceType(), e.ebsEncryptionKeyArn(), e.testSubnets(), e.testSecurityGroupIds(), e.targetSubnets(),
        e.targetSecurityGroupIds(), e.defaults(), e.dns(),
        List.of(new DeclaredAction(JOIN, OsFamily.WINDOWS, List.of(), List.of("wave-1"), List.of(), List.of())));
  }

  @Test
  void postLaunchActionsAreShownAsTheyAreDeclaredWithTheServersThatTheyAreFor() throws Exception {
    var mvc = MockMvcBuilders.standaloneSetup(new EnvironmentsController(new Environments(List.of(acting())))).build();
    mvc.perform(get("/api/environments")).andExpect(status().isOk())
        .andExpect(jsonPath("$.environments[0].name").value("prod"))
        .andExpect(jsonPath("$.environments[0].testSubnets[0]").value("subnet-0000000b00"))
        .andExpect(jsonPath("$.environments[0].postLaunchActions.length()").value(1))
        .andExpect(jsonPath("$.environments[0].postLaunchActions[0].name").value("Join"))
        .andExpect(jsonPath("$.environments[0].postLaunchActions[0].document").value("Example-JoinDomain"))
        .andExpect(jsonPath("$.environments[0].postLaunchActions[0].documentVersion").value("$DEFAULT"))
        .andExpect(jsonPath("$.environments[0].postLaunchActions[0].mustSucceed").value(true))
        .andExpect(jsonPath("$.environments[0].postLaunchActions[0].parameters.password[0].parameterName").value("join.password"))
        .andExpect(jsonPath("$.environments[0].postLaunchActions[0].parameters.password[0].secure").value(true))
        .andExpect(jsonPath("$.environments[0].postLaunchActions[0].osFamily").value("WINDOWS"))
        .andExpect(jsonPath("$.environments[0].postLaunchActions[0].waves[0]").value("wave-1"));
  }
}
