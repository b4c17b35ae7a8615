package dev.convoy.lab.limits;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeapSeriesTest {

  private final HeapSeries heaps = new HeapSeries();

  @Test
  void theFullestServiceIsToldByThirdsOfTheRun() {
    for (double used : new double[] {0.9, 0.2, 0.4, 0.3, 0.5, 0.1}) {
      heaps.add("launch-service", used);
    }
    heaps.add("agent-service", 0.8);
    assertThat(heaps.line()).isEqualTo("heap-middle=40% heap-last=50% heap-most=90% of launch-service");
  }

  @Test
  void nothingIsToldOfServicesThatDidNotAnswer() {
    assertThat(heaps.line()).isEmpty();
  }
}
