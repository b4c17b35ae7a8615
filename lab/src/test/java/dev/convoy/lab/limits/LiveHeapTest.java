package dev.convoy.lab.limits;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LiveHeapTest {
  private final LiveHeap heap = new LiveHeap(2000);

  private LiveHeap with(long... mebibytes) {
    for (long each : mebibytes) {
      heap.add(each);
    }
    return heap;
  }

  @Test
  void whatEveryServerAddsToForGoodIsNotFlat() {
    assertThat(with(300, 600, 900).flat()).isFalse();
  }

  @Test
  void whatStaysWithinAFifthAndChanceIsFlat() {
    assertThat(with(500, 520, 540).flat()).isTrue();
  }

  @Test
  void aRunThatDidNotComeToItsEndIsNotFlat() {
    assertThat(with(500, 520).flat()).isFalse();
  }

  @Test
  void itLooksWhenEachThirdHasComeToRest() {
    heap.look(600);
    assertThat(heap.line()).startsWith("heap-at-thirds=MiB ");
    heap.look(667);
    heap.look(700);
    assertThat(heap.line()).matches("heap-at-thirds=\\d+MiB threads=\\d+");
    heap.look(1500);
    heap.look(2000);
    assertThat(heap.line()).matches("heap-at-thirds=\\d+,\\d+,\\d+MiB threads=\\d+");
  }
}
