package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventDecoder;
import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.events.EventReader;
import dev.convoy.lab.events.WriterSchemas;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Gathers the evidence of a running lab and gives the verdict.
 *
 * @param bootstrapServers of the broker
 * @param registry its Confluent API
 * @param simulator the AWS simulator
 * @param expectations how the installation is set up
 * @param patience how long an outage of broker or registry is waited out
 */
public record Verifier(
    String bootstrapServers, URI registry, URI simulator, Expectations expectations, Duration patience) {
  /** Topics that hold what was declared and what happened. */
  public static final Predicate<String> EVENT_TOPICS =
      topic -> topic.endsWith(".events") || topic.endsWith(".cmdb.servers");

  /** Of a lab that is up, or not. */
  public Verifier(String bootstrapServers, URI registry, URI simulator, Expectations expectations) {
    this(bootstrapServers, registry, simulator, expectations, Duration.ZERO);
  }

  /** @param finished true when nothing more will come, so that whatever has not ended is lost */
  public Verdict verify(boolean finished) {
    return Verification.of(gather(finished), expectations);
  }

  /** @param finished true when nothing more will come */
  public Evidence gather(boolean finished) {
    Instant readAt = Instant.now();
    Ledgers ledgers = new Ledgers(simulator);
    List<AwsCall> calls = ledgers.awsCalls();
    List<HostWork> work = ledgers.hostWork();
    List<AwsCall> all = Stream.concat(calls.stream(), ledgers.nameChanges().stream()).toList();
    AccountReader accounts = new AccountReader(simulator);
    return new Evidence(events(), all, work, read(calls, accounts::jobs), read(calls, accounts::images),
        read(calls, accounts::instances), readAt, finished);
  }

  private List<EventLine> events() {
    List<EventLine> events = new ArrayList<>();
    try (WriterSchemas schemas = new WriterSchemas(registry, patience);
        EventReader reader = new EventReader(bootstrapServers, patience)) {
      EventDecoder decoder = new EventDecoder(schemas);
      reader.readToEnd(reader.topics(EVENT_TOPICS), each -> decoder.decode(each).ifPresent(events::add));
    }
    return events;
  }

  /** @param reader of an account and region */
  private static <T> List<T> read(List<AwsCall> calls, BiFunction<String, String, List<T>> reader) {
    return calls.stream().filter(call -> call.service().equals("mgn"))
        .map(call -> List.of(call.account(), call.region())).distinct()
        .flatMap(place -> reader.apply(place.getFirst(), place.getLast()).stream()).toList();
  }
}
