package dev.convoy.lab.run;

import dev.convoy.events.common.Stage;
import dev.convoy.lab.events.EventLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressViewTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private final ProgressView view = new ProgressView(80, false);
  private final ServerLine done = server("web-001", "wave-1", Stage.CUTOVER_FINALIZED, Optional.empty(), true);
  private final ServerLine parked =
      server("web-002", "wave-1", Stage.TEST_LAUNCHED, Optional.of("[CVY-5001] health answers 503"), false);
  private final ServerLine waiting = server("db-001", "wave-2", Stage.TEST_PASSED, Optional.empty(), false);

  @Test
  void thereIsABarForEachWaveALineForEachStageAndWhoIsParkedComesFirst() {
    List<String> lines = view.lines(List.of(waiting, parked, done), Duration.ofSeconds(12), NOW);
    assertThat(lines).first().asString().startsWith("wave-1").endsWith("1/2 (1 parked)").contains("█");
    assertThat(lines).anySatisfy(line -> assertThat(line).containsPattern("CUTOVER_FINALIZED +1"));
    assertThat(lines).containsSubsequence("  web-002 parked: [CVY-5001] health answers 503",
        "  db-001 TEST_PASSED for 30 s, waits for gate CUTOVER", "elapsed 12 s");
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    ServerLine long1 = server("web-003", "wave-1", Stage.REGISTERED, Optional.of("x".repeat(300)), false);
    assertThat(view.lines(List.of(long1), Duration.ZERO, NOW)).allMatch(line -> line.length() <= 80);
    assertThat(new ProgressView(80, true).lines(List.of(long1), Duration.ZERO, NOW))
        .allMatch(line -> line.replaceAll("\033\\[\\d+m", "").length() <= 80);
  }

  @Test
  void withoutATerminalALineIsPrintedWhenCountsChange() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressPrinter printer = new ProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 80);
    printer.show(List.of(done, parked));
    printer.show(List.of(done, parked));
    printer.show(List.of(done, parked, waiting));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).hasSize(2)
        .last().asString().contains("wave-1 1/2 (1 parked), wave-2 0/1 |").contains("TEST_PASSED 1");
  }

  @Test
  void whereNothingChangesItIsSaidMoreAndMoreSeldomWhoStandsAndWhatFor() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicLong seconds = new AtomicLong();
    ProgressPrinter printer = new ProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 80,
        () -> TimeUnit.SECONDS.toNanos(seconds.get()));
    for (; seconds.get() < 260; seconds.incrementAndGet()) {
      printer.show(List.of(done, waiting));
    }
    printer.show(List.of(done, parked, waiting));
    for (; seconds.get() <= 320; seconds.incrementAndGet()) {
      printer.show(List.of(done, parked, waiting));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(" s  ")).map(line -> line.split(":")[0]))
        .satisfiesExactly(line -> assertThat(line).startsWith("   0 s  wave-1 1/1"),
            line -> assertThat(line).isEqualTo("  60 s  the same for 60 s"),
            line -> assertThat(line).isEqualTo(" 120 s  the same for 120 s"),
            line -> assertThat(line).isEqualTo(" 240 s  the same for 240 s"),
            line -> assertThat(line).startsWith(" 260 s  wave-1 1/2 (1 parked)"),
            line -> assertThat(line).isEqualTo(" 320 s  the same for 60 s"));
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).filteredOn(line -> line.contains("waits for gate CUTOVER")).hasSize(4)
        .allMatch(line -> line.startsWith("  db-001 TEST_PASSED for "));
  }

  @Test
  void aStatusRecordIsReadWithItsParking() {
    ServerLine line = ServerLine.of(new EventLine("convoy.server.status", 0, 0, "web-002", "ServerStatus", Map.of(
        "serverId", "web-002", "waveId", "wave-1", "strategy", "REHOST", "stage", "TEST_LAUNCHED", "stageSince", NOW,
        "parked", Map.of("code", "CVY-5001", "evidence", "503"), "ended", false)));
    assertThat(line.moves()).isTrue();
    assertThat(line.atRest()).isTrue();
    assertThat(line.parked()).contains("[CVY-5001] 503");
    assertThat(line.stageSince()).isEqualTo(NOW);
  }

  private static ServerLine server(String id, String wave, Stage stage, Optional<String> parked, boolean ended) {
    return new ServerLine(id, wave, "", "REHOST", stage, NOW.minusSeconds(30), "SOURCE", "GATE", "gate CUTOVER", parked,
        ended);
  }
}
