package dev.convoy.inventory.wave;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.command.WavePlan;
import java.util.List;

/** A wave with servers, for tests of what it decides. */
abstract class WaveScene {

  static final String WAVE = "wave-1";

  final World world = new World();

  World servers(String... names) {
    for (var name : names) {
      world.tell(name, Samples.message(name, d -> d));
    }
    return world;
  }

  World start() {
    return world.tell(WAVE, new WaveCommand.StartWave("start", WAVE, "ann"));
  }

  World plan(WavePlan plan) {
    return world.tell(WAVE, new WaveCommand.PlanWave("plan" + world.now(), WAVE, "ann", plan));
  }

  Facts facts(String server) {
    return new Facts(server, 1, world.now());
  }

  void build(String... names) {
    for (var name : names) {
      world.tellAll(name, facts(name).build());
    }
  }

  void test(String... names) {
    for (var name : names) {
      world.tellAll(name, facts(name).test());
    }
  }

  void cutOver(String name) {
    world.tellAll(name, facts(name).outage());
    world.tellAll(name, facts(name).cutover());
  }

  static WavePlan approvals(Gate... gates) {
    return new WavePlan(List.of(gates), GroupPolicy.HOLD, null, null, null, null);
  }
}
