package dev.convoy.kit.streams;

import dev.convoy.kit.poison.Origin;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadMarksTest {

  private final ReadMarks marks = new ReadMarks("launch-decider");

  @BeforeEach
  void open() {
    var context = new MockProcessorContext<byte[], Routed>();
    var store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(ReadMarks.store("launch-decider")),
        Serdes.String(), Serdes.ByteArray()).withLoggingDisabled().build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
    marks.open(context);
  }

  private boolean again(String topic, long offset, long timestamp) {
    return marks.again(new Origin(topic, 0, offset, timestamp));
  }

  @Test
  void eachRecordIsNewOnceHoweverItsTimeStands() {
    assertThat(again("a", 0, 100)).isFalse();
    assertThat(again("a", 1, 90)).isFalse();
    assertThat(again("a", 5, 110)).isFalse();
  }

  @Test
  void whatComesAgainAfterOffsetsWentBackIsKnown() {
    again("a", 0, 100);
    again("a", 1, 120);
    again("a", 2, 110);
    assertThat(again("a", 0, 100)).isTrue();
    assertThat(again("a", 1, 120)).as("the newest of them").isTrue();
    assertThat(again("a", 2, 110)).isTrue();
    assertThat(again("a", 3, 105)).as("the first that was not read").isFalse();
  }

  @Test
  void topicsAreCountedEachForItself() {
    again("a", 7, 100);
    assertThat(again("b", 0, 50)).isFalse();
  }

  @Test
  void aTopicThatWasMadeAnewIsReadFromItsBeginning() {
    again("a", 7, 100);
    assertThat(again("a", 0, 200)).isFalse();
    assertThat(again("a", 0, 200)).isTrue();
    assertThat(again("a", 1, 200)).isFalse();
  }
}
