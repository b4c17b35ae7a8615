package dev.convoy.lab.cli;

import dev.convoy.kit.text.Printable;
import dev.convoy.lab.events.EventReader;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabLogging;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code convoy dlq ...}. */
@Command(name = "dlq", description = "Shows and replays records that were set aside as bad input.")
final class DeadLetterCommand implements Runnable {
  private static final int SHOWN_BYTES = 512;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "list, show or replay is missing");
  }

  @Command(description = "Lists them.")
  int list(@Mixin Addresses addresses, @Option(names = "--json") boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    List<DeadLetter> letters = read(addresses);
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(letters.stream().map(each -> Map.of("id", each.id(), "time",
          each.time(), "origin", each.origin(), "key", key(each), "reason", each.reason())).toList()));
      return 0;
    }
    if (letters.isEmpty()) {
      out.println("no dead letters");
      return 0;
    }
    Table table = Table.of("id", "time", "origin", "key", "reason");
    letters.forEach(each -> table.add(List.of(each.id(), each.time().toString(), each.origin(), key(each),
        each.reason())));
    table.print(out);
    return 0;
  }

  @Command(description = "Shows one with its headers and bytes.")
  int show(@Mixin Addresses addresses, @Parameters(paramLabel = "ID", description = "as list shows it") String id) {
    PrintWriter out = spec.commandLine().getOut();
    DeadLetter letter = chosen(read(addresses), id).getFirst();
    out.println("id      " + letter.id());
    out.println("time    " + letter.time());
    out.println("origin  " + letter.origin());
    out.println("key     " + Printable.line(key(letter)));
    out.println("reason  " + Printable.line(letter.reason()));
    letter.record().headers().forEach(header ->
        out.println(Printable.line("header  " + header.key() + " = "
            + DeadLetter.text(letter.record().headers(), header.key()))));
    byte[] value = letter.record().value();
    out.println("bytes   " + (value == null ? "none (tombstone)" : value.length + ": " + hex(value)));
    return 0;
  }

  @Command(description = "Sends the original bytes to the topic they came from, to be read again.")
  int replay(@Mixin Addresses addresses, @Parameters(paramLabel = "ID", arity = "0..1",
      description = "as list shows it; all without it") @Nullable String id,
      @Option(names = "--yes", description = "do it") boolean yes) {
    PrintWriter out = spec.commandLine().getOut();
    List<DeadLetter> letters = chosen(read(addresses), id);
    if (!yes) {
      letters.forEach(each -> out.println("would send " + each.id() + " to " + each.originTopic()));
      throw new LabFailure("[CVY-9311] dlq: " + letters.size() + " records would be sent; add --yes to send them");
    }
    send(addresses, letters);
    letters.forEach(each -> out.println("sent " + each.id() + " to " + each.originTopic()));
    return 0;
  }

  private static void send(Addresses addresses, List<DeadLetter> letters) {
    Map<String, Object> settings = Map.of("bootstrap.servers", addresses.bootstrapServers(), "acks", "all",
        "enable.idempotence", "true", "max.block.ms", "10000", "delivery.timeout.ms", "30000", "request.timeout.ms",
        "10000");
    try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (DeadLetter letter : letters) {
        producer.send(letter.original()).get();
      }
    } catch (ExecutionException e) {
      throw new LabFailure("[CVY-9312] dlq: not sent: " + e.getCause() + "; those above it were, list shows them all", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9312] dlq: interrupted; try again", e);
    }
  }

  private static List<DeadLetter> read(Addresses addresses) {
    LabLogging.silent();
    List<DeadLetter> letters = new ArrayList<>();
    try (EventReader reader = new EventReader(addresses.bootstrapServers())) {
      reader.readToEnd(reader.topics(topic -> topic.endsWith(".dlq")), each -> letters.add(new DeadLetter(each)));
    }
    return letters;
  }

  private static List<DeadLetter> chosen(List<DeadLetter> letters, @Nullable String id) {
    List<DeadLetter> chosen = letters.stream().filter(each -> id == null || each.id().equals(id)).toList();
    if (chosen.isEmpty()) {
      throw new LabFailure("[CVY-9313] dlq: there is no " + (id == null ? "dead letter" : id) + "; see convoy dlq list");
    }
    return chosen;
  }

  private static String key(DeadLetter letter) {
    return letter.record().key() == null ? "" : letter.record().key();
  }

  private static String hex(byte[] value) {
    byte[] shown = Arrays.copyOf(value, Math.min(value.length, SHOWN_BYTES));
    return HexFormat.of().formatHex(shown) + (shown.length < value.length ? "…" : "");
  }
}
