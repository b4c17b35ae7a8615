package dev.convoy.agent.server;

import dev.convoy.agent.server.WorkerGroups.Selection;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkerGroupsTest {

  private final WorkerGroups groups = new WorkerGroups(Map.of(
      "dmz", sites("dmz"), "big", waves("wave-7"), "plants", sites("plant-1", "plant-2"),
      "dmz-big", new Selection(Set.of("dmz"), Set.of("wave-7", "wave-8"))));

  private static Selection sites(String... sites) {
    return new Selection(Set.of(sites), Set.of());
  }

  private static Selection waves(String... waves) {
    return new Selection(Set.of(), Set.of(waves));
  }

  @Test
  void whereAServerStandsGoesBeforeTheWaveThatItIsIn() {
    assertThat(groups.of("dmz", "wave-1")).isEqualTo("dmz");
    assertThat(groups.of("plant-2", "wave-7")).isEqualTo("plants");
    assertThat(groups.of("office", "wave-7")).isEqualTo("big");
  }

  @Test
  void aGroupThatNamesBothGoesBeforeAllOthers() {
    assertThat(groups.of("dmz", "wave-7")).isEqualTo("dmz-big");
  }

  @Test
  void whatNobodyNamesBelongsToTheRest() {
    assertThat(groups.of("office", "wave-1")).isNull();
    assertThat(groups.of("office", null)).isNull();
    assertThat(WorkerGroups.NONE.of("dmz", "wave-7")).isNull();
  }

  @Test
  void anInstanceIsInTheGroupThatServesJustWhatItIsTold() {
    assertThat(groups.serving(sites("plant-2", "plant-1"))).isEqualTo("plants");
    assertThat(groups.serving(Selection.REST)).isNull();
  }

  @Test
  void anInstanceThatNobodyWouldSendAnythingIsRefused() {
    assertThatThrownBy(() -> groups.serving(sites("plant-1"))).hasMessageContaining("CVY-2011")
        .hasMessageContaining("convoy.worker.sites=plant-1").hasMessageContaining("plants with convoy.worker.sites=plant-1,plant-2");
    assertThatThrownBy(() -> WorkerGroups.NONE.serving(waves("wave-7"))).hasMessageContaining("there are: none");
  }

  @Test
  void twoGroupsThatCouldServeTheSameServerAreRefused() {
    assertThatThrownBy(() -> new WorkerGroups(Map.of("a", sites("dmz", "x"), "b", sites("dmz"))))
        .hasMessageContaining("CVY-2010").hasMessageContaining("a and b");
    assertThatThrownBy(() -> new WorkerGroups(Map.of("a", waves("w"), "b", waves("w")))).hasMessageContaining("a and b");
    assertThatThrownBy(() -> new WorkerGroups(Map.of("a", new Selection(Set.of("dmz"), Set.of("w", "v")),
        "b", new Selection(Set.of("dmz"), Set.of("w"))))).hasMessageContaining("a and b");
  }

  @Test
  void aGroupThatNamesNothingOrHasNoNameIsRefused() {
    assertThatThrownBy(() -> new WorkerGroups(Map.of("a", Selection.REST))).hasMessageContaining("names neither");
    assertThatThrownBy(() -> new WorkerGroups(Map.of("A b", sites("x")))).hasMessageContaining("is no name");
    assertThatThrownBy(() -> new WorkerGroups(Map.of("rest", sites("x")))).hasMessageContaining("is no name");
  }

  /** Every set of groups that is taken gives one answer, and one that the group itself agrees with. */
  @Test
  void ofAnyGroupsThatAreTakenOneAtMostIsTheBestForAServer() {
    var random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      var drawn = new TreeMap<String, Selection>();
      for (int g = 0; g < 1 + random.nextInt(4); g++) {
        drawn.put("g" + g, new Selection(some(random, "s"), some(random, "w")));
      }
      WorkerGroups taken;
      try {
        taken = new WorkerGroups(drawn);
      } catch (IllegalArgumentException e) {
        continue;
      }
      for (var site : Set.of("s0", "s1", "s2")) {
        for (var wave : Set.of("w0", "w1", "w2")) {
          var serving = drawn.entrySet().stream().filter(each -> serves(each.getValue(), site, wave))
              .collect(Collectors.groupingBy(each -> rank(each.getValue()), TreeMap::new, Collectors.toList()));
          assertThat(serving.isEmpty() ? 0 : serving.firstEntry().getValue().size()).isLessThanOrEqualTo(1);
          assertThat(taken.of(site, wave))
              .isEqualTo(serving.isEmpty() ? null : serving.firstEntry().getValue().getFirst().getKey());
        }
      }
    }
  }

  private static boolean serves(Selection selection, String site, String wave) {
    return (selection.sites().isEmpty() || selection.sites().contains(site))
        && (selection.waves().isEmpty() || selection.waves().contains(wave));
  }

  private static int rank(Selection selection) {
    return selection.sites().isEmpty() ? 2 : selection.waves().isEmpty() ? 1 : 0;
  }

  private static Set<String> some(Random random, String of) {
    return IntStream.range(0, random.nextInt(3)).mapToObj(n -> of + random.nextInt(3)).collect(Collectors.toSet());
  }
}
