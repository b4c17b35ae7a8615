package dev.convoy.kit.streams;

import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.GroupDecider;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What makes a service: its decider with the types it speaks, and its groups.
 *
 * @param name short name, as in the topic catalogue: {@code launch}
 * @param state type of the decider's state
 * @param operations sealed type of its operations; null when it wants nothing done
 * @param outcomes sealed type of their outcomes; null likewise
 * @param facts event types that the decider takes; others on the same topics are skipped undecoded
 * @param inboxes private topics that it reads besides its outcomes, with the sealed type of their records
 */
public record ServiceDefinition<S extends Record, O extends Operation, R extends Outcome>(
    String name,
    Decider<S, O, R> decider,
    Class<S> state,
    @Nullable Class<O> operations,
    @Nullable Class<R> outcomes,
    Set<Class<? extends SpecificRecord>> facts,
    Map<String, Class<?>> inboxes,
    List<Group<?, ?>> groups) {

  /**
   * A kind of group.
   *
   * @param name of its stores
   * @param requests private topic by which it is reached, keyed by group
   * @param messages sealed type of the records on it
   */
  public record Group<H extends Record, W extends Record>(
      String name,
      String requests,
      Class<?> messages,
      GroupDecider<H, W> decider,
      Class<H> header,
      Class<W> row) {}
}
