package dev.convoy.agent.remote;

import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.host.InstallPrograms;
import dev.convoy.agent.host.OperationState;
import dev.convoy.events.common.OsFamily;
import dev.convoy.kit.hostile.Hostile;
import dev.convoy.kit.text.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Hostile outputs of hosts (R17): each is an answer or a typed failure, bounded and printable. */
class HostileAnswersTest {

  private static final int MOST_CHARACTERS = 1024 * 1024;
  private static final List<String> NAMES = List.of("state", "exit", "output", "started", "busy-operation", "host-time",
      "clock-skew", "hostname", "ports", "mounts", "services", "end", "check", "check root ok", "check x fail", "");

  /** A host that says what it is told to. */
  private record Liar(byte[] output, int chunk) implements RemoteHost {
    @Override
    public HostTarget target() {
      return new HostTarget("web-014", OsFamily.LINUX, "127.0.0.1", 22, null);
    }

    @Override
    public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) throws PushFailure {
      var reader = new AnswerReader();
      for (int at = 0; at < output.length; at += chunk) {
        var part = Arrays.copyOfRange(output, at, Math.min(output.length, at + chunk));
        reader.add(part, part.length);
      }
      return reader.answer().orElseThrow(() -> new PushFailure(PushFailure.Kind.PROTOCOL, "web-014", reader.noise()));
    }

    @Override
    public void close() {}
  }

  @Test
  void eachOutputIsAnAnswerOrAFailureThatSaysWhatToDo() {
    Hostile.each("outputs of hosts", random -> {
      var session = new HostSession(new Liar(output(random), 1 + random.nextInt(9000)), Clock.systemUTC());
      try {
        if (random.nextBoolean()) {
          var report = session.check(CheckRequest.of("", "", ""), soon());
          report.checks().forEach(check -> shown(check.detail() + check.name()));
          shown(report.profile().toString());
          report.failures().forEach(failure -> shown(failure.detail() + failure.remedy()));
        } else {
          switch (session.status(new OperationName("web-014:install:1:1"), soon())) {
            case OperationState.Ended(int exit, String text) -> {
              shown(text);
              InstallPrograms.sourceServerIds(text).forEach(id -> assertThat(id).matches("s-[0-9A-Za-z]{17}"));
            }
            case OperationState.Lost(String text) -> shown(text);
            case OperationState.Busy(String other) -> shown(other);
            case OperationState.Overtaken(String by) -> shown(by);
            case OperationState.Running running -> assertThat(running.started()).isNotNull();
            case OperationState.Absent absent -> { }
          }
        }
      } catch (PushFailure failure) {
        assertThat(failure.code()).matches("CVY-21\\d\\d");
        assertThat(failure.getMessage()).hasSizeLessThan(4000).doesNotContain("\n");
        assertThat(failure.remedy()).isNotBlank();
        assertThat(Printable.is(failure.getMessage())).as(failure.getMessage()).isTrue();
      }
    });
  }

  @Test
  void anEndlessLineAndEndlessOutputAreNotKept() {
    var reader = new AnswerReader();
    var line = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 64; i++) {
      reader.add(line, line.length);
    }
    reader.add("\n".getBytes(StandardCharsets.UTF_8), 1);
    var entry = ("@convoy value " + encoded("y".repeat(40_000)) + "\n").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 1000; i++) {
      reader.add(entry, entry.length);
    }
    assertThat(reader.answer()).isEmpty();
    assertThat(reader.noise()).hasSizeLessThanOrEqualTo(Tail.BYTES);
  }

  @Test
  void anIdThatIsTooLongIsNoSourceServerId() {
    var line = "The following is the source server ID: s-";
    assertThat(InstallPrograms.sourceServerIds(line + "1".repeat(17) + "\n")).hasSize(1);
    for (var wrong : List.of("1".repeat(16), "1".repeat(18), "1".repeat(16) + "$", "../" + "1".repeat(17))) {
      assertThat(InstallPrograms.sourceServerIds(line + wrong + "\n")).as(wrong).isEmpty();
    }
  }

  private static void shown(String text) {
    assertThat(text).hasSizeLessThan(MOST_CHARACTERS);
    assertThat(Printable.is(text.replace("\n", "").replace("\t", ""))).as("printable: %s", text).isTrue();
  }

  private static byte[] output(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      text.append(switch (random.nextInt(8)) {
        case 0 -> Hostile.value(random);
        case 1 -> "@convoy " + Hostile.value(random) + " " + Hostile.value(random);
        case 2 -> "x".repeat(random.nextInt(20) == 0 ? 100_000 : 300);
        case 3 -> "@convoy state " + encoded(List.of("absent", "running", "ended", "lost", "busy", "odd").get(random.nextInt(6)));
        case 4 -> "@convoy exit " + encoded(List.of("0", "-1", "99999999999", "", "x").get(random.nextInt(5)));
        default -> "@convoy " + NAMES.get(random.nextInt(NAMES.size())) + " " + (random.nextInt(5) == 0
            ? Hostile.value(random) : encoded(Hostile.value(random)));
      });
      text.append(random.nextInt(6) == 0 ? "\r\n" : "\n");
    }
    if (random.nextInt(4) > 0) {
      text.append("@convoy end MA==\n");
    }
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(3) == 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30));
  }
}
