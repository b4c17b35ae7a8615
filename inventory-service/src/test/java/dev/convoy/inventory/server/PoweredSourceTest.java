package dev.convoy.inventory.server;

import dev.convoy.events.agent.SourcePowerOnFailed;
import dev.convoy.events.agent.SourcePoweredOn;
import dev.convoy.events.agent.SourceShutDown;
import dev.convoy.events.agent.SourceShutdownFailed;
import dev.convoy.events.agent.SourceWoke;
import dev.convoy.events.common.Serving;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.ServerParked;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.ServerCommand;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is known of a server whose source was shut down. */
class PoweredSourceTest {

  private static final String WEB = "web-01";

  private final World world = new World();
  private final Facts facts = new Facts(WEB, 1, world.now());
  private Instant at = world.now().plusSeconds(3600);

  private Instant next() {
    at = at.plusSeconds(60);
    return at;
  }

  private SpecificRecord off() {
    return new SourceShutDown(WEB, 1, 1, next(), at, "port 22 refuses");
  }

  private SpecificRecord woke() {
    return new SourceWoke(WEB, 1, 2, next(), "port 22 accepts connections");
  }

  private ServerStatus status() {
    return world.last(ServerStatus.class);
  }

  private void outage() {
    world.tell(WEB, Samples.message(WEB, d -> d)).tellAll(WEB, facts.build()).tellAll(WEB, facts.test())
        .tellAll(WEB, facts.outage());
  }

  private void done() {
    outage();
    world.tellAll(WEB, facts.cutover());
  }

  @Test
  void aSourceThatWakesWhileItsTargetServesMakesBothAndCallsAPersonUntilItIsOffAgain() {
    done();
    world.tell(WEB, off());
    assertThat(status().getServing()).isEqualTo(Serving.TARGET);
    var woke = woke();
    world.tell(WEB, woke);
    assertThat(status().getServing()).isEqualTo(Serving.BOTH);
    assertThat(status().getServingSince()).isEqualTo(at);
    assertThat(status().getWaitsFor()).isEqualTo(WaitsFor.PERSON);
    assertThat(world.last(ServerParked.class).getCode()).isEqualTo("CVY-1305");
    assertThat(world.last(ServerParked.class).getRemedy()).contains("shut it down by hand", "roll back");
    world.tell(WEB, off());
    assertThat(status().getServing()).isEqualTo(Serving.TARGET);
    assertThat(status().getServingSince()).isEqualTo(at);
    assertThat(status().getParked()).isNull();
    world.forget().tell(WEB, woke);
    assertThat(world.parked()).as("said again, late").isEmpty();
    assertThat(world.state(WEB).users().serving()).isEqualTo(Serving.TARGET);
  }

  @Test
  void aSourceThatWakesDuringTheOutageCallsAPersonToo() {
    outage();
    world.tell(WEB, off(), woke());
    assertThat(status().getServing()).isEqualTo(Serving.NOBODY);
    assertThat(world.parked()).contains("CVY-1305");
    world.tellAll(WEB, facts.cutover());
    assertThat(status().getServing()).isEqualTo(Serving.BOTH);
  }

  @Test
  void aPersonMayGoOnWithBoth() {
    done();
    world.tell(WEB, off(), woke(), new ServerCommand.RetryServer("c1", WEB, "ann"));
    assertThat(status().getParked()).isNull();
    assertThat(status().getServing()).isEqualTo(Serving.BOTH);
    assertThat(status().getWaitsForDetail()).contains("[CVY-1305]", "answers again");
  }

  @Test
  void aShutdownThatFailsParksNobodyIsShownAndCanBeAskedForAgain() {
    outage();
    world.tell(WEB, new SourceShutdownFailed(WEB, 1, 1, next(), "CVY-2410", "not off in time", "look at its console", true));
    assertThat(world.parked()).isEmpty();
    assertThat(status().getWaitsForDetail()).contains("[CVY-2410] its source is not shut down: not off in time; look at");
    world.tellAll(WEB, facts.cutover());
    assertThat(status().getServing()).isEqualTo(Serving.TARGET);
    world.tell(WEB, new ServerCommand.RetryServer("c1", WEB, "ann"));
    assertThat(world.all(RetryRequested.class)).hasSize(1);
    assertThat(status().getWaitsForDetail()).doesNotContain("CVY-2410");
    world.forget().tell(WEB, new ServerCommand.RetryServer("c2", WEB, "ann"));
    assertThat(world.last(CommandRejected.class).getCode()).isEqualTo("CVY-1302");
  }

  @Test
  void onTheWayBackASourceIsMeantToRunAndOneThatDoesNotCallsAPerson() {
    done();
    world.tell(WEB, off(), woke());
    var back = facts.rollback();
    world.tell(WEB, back.get(0));
    assertThat(status().getServing()).isEqualTo(Serving.NOBODY);
    world.tell(WEB, new SourcePowerOnFailed(WEB, 1, 1, next(), "CVY-2420", "no hook", "power it on by hand", true));
    assertThat(status().getParked().getCode()).isEqualTo("CVY-2420");
    world.tell(WEB, new SourcePoweredOn(WEB, 1, 1, next(), "answers"), back.get(1));
    assertThat(status().getServing()).isEqualTo(Serving.SOURCE);
  }
}
