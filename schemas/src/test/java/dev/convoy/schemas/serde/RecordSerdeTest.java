package dev.convoy.schemas.serde;

import dev.convoy.schemas.registry.InMemoryRegistry;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordSerdeTest {
  sealed interface Wish permits Start, Stop {}

  record Start(String server, Instant at) implements Wish {}

  record Stop(String server) implements Wish {}

  record Count(int number) {
    Count {
      if (number < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  record Number(int number) {}

  private final InMemoryRegistry registry = new InMemoryRegistry();

  @Test
  void aRecordComesBackAsItWas() {
    RecordSerde<Count> serde = RecordSerde.of(Count.class, registry);
    assertThat(serde.decode(serde.encode(new Count(5)))).isEqualTo(new Count(5));
    assertThat(registry.latest("dev.convoy.schemas.serde.Count").id()).isEqualTo(1);
  }

  @Test
  void eachRecordOfASealedTypeIsASubjectOfItsOwn() {
    Serde<Wish> serde = RecordSerde.of(Wish.class, registry);
    for (Wish wish : List.of(new Start("a", Instant.ofEpochMilli(5)), new Stop("b"))) {
      byte[] bytes = serde.serializer().serialize("t", wish);
      assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(wish);
    }
    assertThat(registry.latest("dev.convoy.schemas.serde.Stop").schema().getFullName()).endsWith(".Stop");
    assertThat(serde.serializer().serialize("t", null)).isNull();
  }

  @Test
  void aRecordOfAnotherTypeIsUndecodable() {
    byte[] bytes = RecordSerde.of(Number.class, registry).encode(new Number(1));
    assertThatThrownBy(() -> RecordSerde.of(Wish.class, registry).decode(bytes))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("dev.convoy.schemas.serde.Number is no");
  }

  @Test
  void valuesThatTheRecordRefusesAreUndecodable() {
    RecordSerde<Count> serde = RecordSerde.of(Count.class, registry);
    byte[] bytes = serde.encode(new Count(1));
    bytes[5] = 1; // zig-zag -1
    assertThatThrownBy(() -> serde.decode(bytes))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("negative");
  }
}
