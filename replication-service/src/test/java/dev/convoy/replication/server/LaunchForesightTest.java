package dev.convoy.replication.server;

import dev.convoy.events.common.LaunchFault;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.replication.LaunchChecked;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.Failure;
import dev.convoy.replication.server.ReplicationOperation.CheckLaunch;
import dev.convoy.replication.server.ReplicationOperation.FollowReplication;
import dev.convoy.replication.server.ReplicationOutcome.LaunchForeseen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the launch of a server would meet is looked at before its stages and told where it changes. */
class LaunchForesightTest {

  private static final Failure TYPE = new Failure("CVY-3430", "instance type m9.huge: the region does not know it", "declare another", false);
  private static final Failure FULL = new Failure("CVY-3423", "subnet full: 2 are free; needed: 3", "free some", false);

  private final DeciderScenario<ServerState, ReplicationOperation, ReplicationOutcome> server =
      Journey.foreseen(DeciderScenario.coverage());

  private void look(Failure... faults) {
    server.after(Duration.ofMinutes(15));
    look(server.now(), faults);
  }

  private void look(Instant at, Failure... faults) {
    server.when(CheckLaunch.class, o -> new LaunchForeseen(Journey.header(o, at), List.of(faults)));
  }

  @Test
  void everyFaultIsToldAtOnceOnceAndItsEndToo() {
    server.thenWants(FollowReplication.class, CheckLaunch.class);
    look();
    server.thenEvents();
    look(TYPE, FULL);
    look(TYPE, FULL);
    server.thenEvents(LaunchChecked.class).thenWants(FollowReplication.class, CheckLaunch.class);
    assertThat(server.event(LaunchChecked.class).getFaults()).extracting(LaunchFault::getCode).containsExactly("CVY-3430", "CVY-3423");
    assertThat(server.wanted(CheckLaunch.class).told()).isTrue();
    server.forget();
    look();
    server.thenEvents(LaunchChecked.class);
    assertThat(server.event(LaunchChecked.class).getFaults()).isEmpty();
    assertThat(server.event(LaunchChecked.class).getAttempt()).isEqualTo(2);
    assertThat(server.wanted(CheckLaunch.class).told()).isFalse();
  }

  @Test
  void aLookThatComesLateSaysNothingOfNow() {
    look(TYPE);
    look();
    server.forget();
    look(server.now().minusSeconds(60), TYPE);
    server.thenEvents();
  }

  @Test
  void whoIsInAnOutageIsLookedAtNoMoreUntilItsSourceWritesAgain() {
    Journey.quiesce(server).thenWants(FollowReplication.class);
    server.given(Journey.resumed(1, server.now())).thenWants(FollowReplication.class, CheckLaunch.class);
    assertThat(server.wanted(CheckLaunch.class).hadTarget()).as("its address may be held by its own target").isTrue();
  }

  @Test
  void theSettingsOfTheLatestBuildGateAreLookedAt() {
    var settings = TargetSettings.newBuilder(Journey.target()).setInstanceType("m5.large").build();
    var other = BuildAuthorized.newBuilder(Journey.build(2)).setApplication("shop").setTarget(settings).build();
    server.given(other);
    var look = server.wanted(CheckLaunch.class);
    assertThat(look.target().getInstanceType()).isEqualTo("m5.large");
    assertThat(look.application()).isEqualTo("shop");
    assertThat(look.windows()).isFalse();
  }

  @Test
  void nothingIsLookedAtWhereNobodyAskedForIt() {
    Journey.to(Phase.HEALTHY, DeciderScenario.coverage()).thenWants(FollowReplication.class);
  }
}
