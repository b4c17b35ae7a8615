package dev.convoy.inventory.readmodel;

import dev.convoy.events.common.DnsName;
import dev.convoy.events.common.DnsSettings;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.inventory.ServerRegistered;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Names that servers of several waves have. */
class SharedNamesTest {

  private static final TargetSettings TARGET = registered("x").getTarget();

  private static ServerRegistered registered(String id) {
    return new World().tell(id, Samples.message(id, d -> d)).last(ServerRegistered.class);
  }

  private static TargetSettings target(String... names) {
    return TargetSettings.newBuilder(TARGET).setDns(new DnsSettings(
        Stream.of(names).map(name -> new DnsName(name, "Z1")).toList(), 60, null)).build();
  }

  private static ServerStatus status(String id, String wave, boolean ended) {
    var world = new World().tell(id, Samples.message(id, d -> d));
    return ServerStatus.newBuilder(world.last(ServerStatus.class)).setWaveId(wave).setEnded(ended).build();
  }

  @Test
  void aNameIsFoundWithServersOfOtherWavesThatAreStillToMove() {
    var names = SharedNames.of(Map.of(status("a", "w1", false), target("web.example.com", "shop.example.com"),
        status("b", "w1", false), target("web.example.com"), status("c", "w2", false), target("shop.example.com"),
        status("d", "w2", true), target("web.example.com")));
    assertThat(names.elsewhere(status("a", "w1", false), target("web.example.com", "shop.example.com")))
        .isEqualTo(Map.of("shop.example.com", List.of("c")));
    assertThat(names.elsewhere(status("c", "w2", false), target("shop.example.com")))
        .isEqualTo(Map.of("shop.example.com", List.of("a")));
    assertThat(names.elsewhere(status("e", "w3", false), TARGET)).isEmpty();
  }
}
