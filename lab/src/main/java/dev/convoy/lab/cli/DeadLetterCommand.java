package dev.convoy.lab.cli;

import dev.convoy.kit.poison.DeadLetterReader;
import dev.convoy.kit.poison.SetAside;
import dev.convoy.kit.text.Printable;
import dev.convoy.lab.deadletters.DeadLetters;
import dev.convoy.lab.deadletters.Replay;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabLogging;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/** {@code convoy dlq ...}. */
@Command(name = "dlq", description = "Shows, replays and discards records that were set aside as bad input.")
final class DeadLetterCommand implements Runnable {
  private static final int SHOWN_BYTES = 512;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "list, show, replay or discard is missing");
  }

  @Command(description = "Lists them.")
  int list(@Mixin Addresses addresses, @Option(names = "--json") boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    DeadLetters all = read(addresses);
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(all.letters().stream().map(each -> json(all, each)).toList()));
      return 0;
    }
    if (all.letters().isEmpty()) {
      out.println("no dead letters");
      return 0;
    }
    Table table = Table.of("id", "age", "state", "origin", "key", "reason");
    Instant now = Instant.now();
    all.letters().forEach(each -> table.add(List.of(DeadLetters.id(each), age(each, now), all.state(each),
        each.place().toString(), key(each), each.reason())));
    table.print(out);
    return 0;
  }

  private static Map<String, Object> json(DeadLetters all, SetAside letter) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", DeadLetters.id(letter));
    json.put("time", letter.time());
    json.put("state", all.state(letter));
    json.put("origin", letter.place().toString());
    json.put("key", key(letter));
    json.put("code", letter.code());
    json.put("reason", letter.reason());
    json.put("service", letter.service());
    return json;
  }

  @Command(description = "Shows one with its headers and bytes.")
  int show(@Mixin Addresses addresses, @Parameters(paramLabel = "ID", description = "as list shows it") String id) {
    PrintWriter out = spec.commandLine().getOut();
    DeadLetters all = read(addresses);
    SetAside letter = all.letters().stream().filter(each -> DeadLetters.id(each).equals(id)).findAny().orElseThrow(() ->
        new LabFailure("[CVY-9313] dlq: there is no " + id + "; see convoy dlq list"));
    out.println("id      " + id);
    out.println("time    " + letter.time());
    out.println("state   " + all.state(letter));
    out.println("origin  " + letter.place());
    out.println("service " + Printable.line(letter.service()));
    out.println("key     " + Printable.line(key(letter)));
    out.println("code    " + Printable.line(letter.code()));
    out.println("reason  " + Printable.line(letter.reason()));
    letter.originalHeaders().forEach(header ->
        out.println(Printable.line("header  " + header.key() + " = " + text(header))));
    byte[] value = letter.record().value();
    out.println("bytes   " + (!letter.whole() ? "too many to be kept here; they are in the topic of origin"
        : value == null ? "none (tombstone)" : value.length + ": " + hex(value)));
    return 0;
  }

  @Command(description = "Sends records once more, as they came, to the partition that they were refused in.")
  int replay(@Mixin Addresses addresses, @Parameters(paramLabel = "ID", arity = "0..1",
      description = "as list shows it; all that wait without it") @Nullable String id,
      @Option(names = "--dry-run", description = "only say what would be sent") boolean dryRun,
      @Option(names = "--yes", description = "do it") boolean yes) {
    LabLogging.silent();
    PrintWriter out = spec.commandLine().getOut();
    try (Replay replay = new Replay(addresses.bootstrapServers())) {
      List<SetAside> chosen = replay.chosen(id);
      List<SetAside> possible = chosen.stream().filter(each -> possible(replay, each, out)).toList();
      if (!yes || dryRun) {
        possible.forEach(each -> out.println("would send " + DeadLetters.id(each) + " to " + to(each)));
        return asked(dryRun, possible.size(), "sent");
      }
      for (SetAside each : possible) {
        replay.send(each);
        out.println("sent " + DeadLetters.id(each) + " to " + to(each));
      }
      return possible.size() == chosen.size() ? 0 : 1;
    }
  }

  private static boolean possible(Replay replay, SetAside letter, PrintWriter out) {
    String obstacle = replay.obstacle(letter);
    if (obstacle != null) {
      out.println("[CVY-9316] " + DeadLetters.id(letter) + " is not sent: " + obstacle + "; discard it when it is settled");
    }
    return obstacle == null;
  }

  @Command(description = "Gives records up: they wait no longer and cannot be replayed.")
  int discard(@Mixin Addresses addresses,
      @Parameters(paramLabel = "ID", description = "as list shows it") String id,
      @Option(names = "--reason", required = true, description = "for those who ask later") String reason,
      @Option(names = "--yes", description = "do it") boolean yes) {
    LabLogging.silent();
    PrintWriter out = spec.commandLine().getOut();
    try (Replay replay = new Replay(addresses.bootstrapServers())) {
      List<SetAside> chosen = replay.chosen(id);
      if (!yes) {
        return asked(false, chosen.size(), "discarded");
      }
      chosen.forEach(each -> replay.discard(each, reason));
      chosen.forEach(each -> out.println("discarded " + DeadLetters.id(each)));
      return 0;
    }
  }

  private static int asked(boolean dryRun, int records, String what) {
    if (!dryRun) {
      throw new LabFailure("[CVY-9311] dlq: " + records + " records would be " + what + "; add --yes to do it");
    }
    return 0;
  }

  private static DeadLetters read(Addresses addresses) {
    LabLogging.silent();
    try (DeadLetterReader reader = new DeadLetterReader(addresses.bootstrapServers())) {
      return DeadLetters.read(reader);
    } catch (KafkaException e) {
      throw new LabFailure("[CVY-9233] Kafka: no answer from " + addresses.bootstrapServers()
          + "; is the lab running? Name another broker with --bootstrap-servers", e);
    }
  }

  private static String to(SetAside letter) {
    return letter.place().topic() + " partition " + letter.place().partition();
  }

  private static String age(SetAside letter, Instant now) {
    Duration age = Duration.between(letter.time(), now);
    return age.toDays() > 1 ? age.toDays() + "d" : age.toHours() > 1 ? age.toHours() + "h"
        : age.toMinutes() > 1 ? age.toMinutes() + "min" : Math.max(0, age.toSeconds()) + "s";
  }

  private static String key(SetAside letter) {
    return letter.record().key() == null ? "" : new String(letter.record().key(), UTF_8);
  }

  private static String text(Header header) {
    return header.value() == null ? "" : new String(header.value(), UTF_8);
  }

  private static String hex(byte[] value) {
    byte[] shown = Arrays.copyOf(value, Math.min(value.length, SHOWN_BYTES));
    return HexFormat.of().formatHex(shown) + (shown.length < value.length ? "…" : "");
  }
}
