package dev.convoy.launch.server;

import dev.convoy.events.common.ActionParameter;
import dev.convoy.events.common.PostLaunchAction;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.inventory.BuildAuthorized;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Post-launch actions from the settings of a round to what is wanted of a launch. */
class DeclaredActionsTest {

  private static final PostLaunchAction JOIN = PostLaunchAction.newBuilder().setName("Join").setDocument("Join-Domain")
      .setOrder(2000).setMustSucceed(true).setAfterTest(false)
      .setParameters(Map.of("password", List.of(new ActionParameter("join.password", true)))).build();
  private static final PostLaunchAction REPORT = PostLaunchAction.newBuilder().setName("Report").setDocument("Report")
      .setDocumentVersion("3").setOrder(1001).setTimeoutSeconds(60).build();

  @Test
  void a_launch_gets_those_that_are_meant_for_it_in_their_order() {
    var build = build(GateFacts.NONE.merge(declaring(1, JOIN, REPORT)));
    assertThat(Placement.ofTest(build).actions()).containsExactly(
        new LaunchAction("Report", "Report", "3", 1001, 60, false, Map.of()));
    assertThat(Placement.ofCutover(build).actions()).containsExactly(
        new LaunchAction("Report", "Report", "3", 1001, 60, false, Map.of()),
        new LaunchAction("Join", "Join-Domain", "$DEFAULT", 2000, 3600, true,
            Map.of("password", List.of(new LaunchAction.Reference("join.password", true)))));
  }

  @Test
  void who_never_had_one_has_nothing_to_be_looked_at_and_who_had_is_rid_of_them_in_every_later_round() {
    var never = GateFacts.NONE.merge(declaring(1)).merge(declaring(2));
    assertThat(Placement.ofTest(build(never)).actions()).isNull();
    var had = GateFacts.NONE.merge(declaring(1, REPORT)).merge(declaring(2)).merge(declaring(3));
    assertThat(Placement.ofCutover(build(had)).actions()).isEmpty();
  }

  @Test
  void an_action_has_the_same_id_for_the_same_name_and_mgn_takes_it() {
    var id = LaunchAction.of(JOIN).id();
    assertThat(id).isEqualTo(LaunchAction.of(PostLaunchAction.newBuilder(JOIN).setOrder(3000).build()).id())
        .isNotEqualTo(LaunchAction.of(REPORT).id()).matches(".{0,63}[0-9a-zA-Z]");
    assertThat(LaunchAction.isOurs(id)).isTrue();
    assertThat(LaunchAction.isOurs("by-hand")).isFalse();
  }

  private static BuildAuthorized declaring(int round, PostLaunchAction... actions) {
    var build = Facts.build(round);
    return BuildAuthorized.newBuilder(build).setTarget(
        TargetSettings.newBuilder(build.getTarget()).setPostLaunchActions(List.of(actions)).build()).build();
  }

  private static GateFacts.Build build(GateFacts gates) {
    return Objects.requireNonNull(gates.build());
  }
}
