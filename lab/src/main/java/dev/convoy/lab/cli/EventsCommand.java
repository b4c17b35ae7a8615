package dev.convoy.lab.cli;

import dev.convoy.kit.text.Printable;
import dev.convoy.lab.events.EventDecoder;
import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.events.EventReader;
import dev.convoy.lab.events.WriterSchemas;
import dev.convoy.lab.run.LabLogging;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code convoy events}. */
@Command(name = "events", description = "Prints the migration's events, one a line, in the order in which they happened.")
final class EventsCommand implements Callable<Integer> {
  private static final Set<String> ELSEWHERE = Set.of("serverId", "waveId", "occurredAt", "attempt");
  private static final int LONGEST_VALUE = 60;

  @Mixin
  private Addresses addresses = Addresses.create();

  @Option(names = "--server", paramLabel = "ID", description = "of this server only")
  private @Nullable String server;

  @Option(names = "--follow", description = "go on with what happens from now on")
  private boolean follow;

  @Option(names = "--json", description = "one JSON object a line")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LabLogging.silent();
    try (WriterSchemas schemas = new WriterSchemas(addresses.registry());
        EventReader reader = new EventReader(addresses.bootstrapServers())) {
      EventDecoder decoder = new EventDecoder(schemas);
      List<EventLine> past = new ArrayList<>();
      reader.readToEnd(reader.topics(topic -> topic.endsWith(".events")),
          each -> decoder.decode(each).filter(this::wanted).ifPresent(past::add));
      past.sort(Comparator.comparing(EventLine::occurredAt));
      past.forEach(this::print);
      if (follow) {
        reader.follow(() -> true, each -> decoder.decode(each).filter(this::wanted).ifPresent(this::print));
      }
      return 0;
    }
  }

  private boolean wanted(EventLine event) {
    return server == null || server.equals(event.key());
  }

  private void print(EventLine event) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? JsonMapper.shared().writeValueAsString(Map.of("topic", event.topic(), "partition",
        event.partition(), "offset", event.offset(), "key", event.key(), "type", event.type(), "event",
        event.fields())) : line(event));
    out.flush();
  }

  /** {@code 2026-11-21T10:00:00.123Z  web-014  TestPassed  round=1 level=HTTP}. */
  static String line(EventLine event) {
    String fields = event.fields().entrySet().stream()
        .filter(field -> !ELSEWHERE.contains(field.getKey()))
        .filter(field -> !(field.getValue() instanceof Map) && !(field.getValue() instanceof List))
        .map(field -> field.getKey() + "=" + shortened(field.getValue().toString())).collect(Collectors.joining(" "));
    return Printable.line(String.format("%-24s  %-16s  %-24s %s", event.occurredAt(), event.key(), event.type(), fields)
        .stripTrailing());
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 1) + "…";
  }
}
