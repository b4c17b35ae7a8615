package dev.convoy.kit.config;

import dev.convoy.events.launch.TestLaunched;
import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.schemas.registry.RegisteredSchema;
import dev.convoy.schemas.registry.RegistryException;
import dev.convoy.schemas.registry.RegistryException.Kind;
import dev.convoy.schemas.registry.SchemaRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaPublicationTest {

  public record Tidy(OperationHeader header, String room) implements Operation {}

  public record Tidied(OutcomeHeader header) implements Outcome {}

  public record State(String serverId) {}

  private static final class NothingToDo implements Decider<State, Tidy, Tidied> {
    @Override
    public State initial(String serverId) {
      return new State(serverId);
    }

    @Override
    public Decision<State> decide(State state, Input<Tidied> input, Instant now) {
      return new Decision<>(state, List.of(), List.of(), List.of());
    }

    @Override
    public List<Tidy> wanted(State state) {
      return List.of();
    }

    @Override
    public @Nullable Instant wakeAt(State state) {
      return null;
    }
  }

  /** A registry that answers what it is told to. */
  private static final class Door implements SchemaRegistry {
    private final InMemoryRegistry behind = new InMemoryRegistry();
    private @Nullable Kind shut;

    @Override
    public int register(String subject, Schema schema) {
      if (shut != null) {
        throw new RegistryException(shut, "no");
      }
      return behind.register(subject, schema);
    }

    @Override
    public int lookup(String subject, Schema schema) {
      return behind.lookup(subject, schema);
    }

    @Override
    public Schema byId(int id) {
      return behind.byId(id);
    }

    @Override
    public RegisteredSchema latest(String subject) {
      return behind.latest(subject);
    }
  }

  private final Door registry = new Door();
  private final Codecs codecs = new Codecs(registry);
  private final List<RuntimeException> refused = new ArrayList<>();
  private final SchemaPublication publication = new SchemaPublication(
      new ServiceDefinition<>("launch", new NothingToDo(), State.class, Tidy.class, Tidied.class, Set.of(), Map.of(),
          List.of()), codecs, refused::add);

  @Test
  void whatWasPublishedAtTheStartIsWrittenWithoutTheRegistry() {
    publication.run();
    registry.shut = Kind.UNAVAILABLE;
    assertThat(codecs.write(State.class, "t", new State("web-001"))).isNotEmpty();
    assertThat(codecs.event("t", TestLaunched.newBuilder().setServerId("web-001").setRound(1).setAttempt(1)
        .setOccurredAt(Instant.EPOCH).setAccount("111122223333").setRegion("eu-central-1").setJobId("mgnjob-1")
        .setInstanceId("i-1").setPrivateIp("10.0.0.1").setSubnetId("subnet-1").build())).isNotEmpty();
    assertThat(registry.latest("dev.convoy.kit.config.Tidy").schema().getName()).isEqualTo("Tidy");
    assertThat(refused).isEmpty();
  }

  @Test
  void aRefusedSchemaIsToldAtOnceAndAnOutageIsNot() {
    registry.shut = Kind.UNAVAILABLE;
    publication.run();
    assertThat(refused).isEmpty();
    registry.shut = Kind.INCOMPATIBLE;
    publication.run();
    assertThat(refused).singleElement().isInstanceOf(RegistryException.class);
  }
}
