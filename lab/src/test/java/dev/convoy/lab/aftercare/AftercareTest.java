package dev.convoy.lab.aftercare;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.events.common.Stage;
import dev.convoy.lab.fleetplan.PlantedOddity;
import dev.convoy.lab.run.ServerLine;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AftercareTest {
  private static final String WOKE = "[CVY-1305] its source was shut down and answers again";
  private static final Map<String, PlantedOddity> ODDITIES = Map.of("web-001", PlantedOddity.WAKES,
      "web-002", PlantedOddity.WAKES_AND_IS_SHUT_DOWN, "web-003", PlantedOddity.STAYS_ON);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private final List<String> woken = new ArrayList<>();
  private final List<String> switchedOff = new ArrayList<>();
  private final Map<String, String> power = new HashMap<>();
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private Instant disturbed = Instant.EPOCH;
  private HttpServer inventory;
  private Aftercare aftercare;

  @BeforeEach
  void start() throws IOException {
    inventory = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    inventory.createContext("/", exchange -> {
      asked.add(exchange.getRequestURI().getPath() + " "
          + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).replaceAll(".*\"(FINALIZE)\".*", "$1"));
      exchange.sendResponseHeaders(status.get(), -1);
      exchange.close();
    });
    inventory.start();
    aftercare = new Aftercare(new Fleet(), id -> Optional.ofNullable(power.get(id)),
        URI.create("http://127.0.0.1:" + inventory.getAddress().getPort()),
        ((InstantSource) () -> now).withZone(ZoneOffset.UTC), () -> disturbed,
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    inventory.stop(0);
  }

  private final class Fleet implements Sources {
    @Override
    public Map<String, PlantedOddity> oddities() {
      return ODDITIES;
    }

    @Override
    public void wake(String serverId) {
      woken.add(serverId);
    }

    @Override
    public void switchOff(String serverId) {
      switchedOff.add(serverId);
    }
  }

  @Test
  void aSourceWakesOnceItIsKnownToBeOffAndItsTargetServes() {
    aftercare.look(List.of(line("web-001", Stage.CUTOVER_DONE, "TARGET", null)));
    power.put("web-001", "SourceShutDown");
    aftercare.look(List.of(line("web-001", Stage.CUTOVER_LAUNCHED, "NOBODY", null)));
    assertThat(woken).isEmpty();
    var done = List.of(line("web-001", Stage.CUTOVER_DONE, "TARGET", null), line("web-003", Stage.CUTOVER_DONE, "TARGET", null));
    aftercare.look(done);
    aftercare.look(done);
    assertThat(woken).containsExactly("web-001");
    assertThat(asked).as("its finalization waits").isEmpty();
  }

  @Test
  void theFinalizationIsApprovedWhenAllThatWakeAreAttendedTo() {
    power.put("web-001", "SourceShutDown");
    power.put("web-002", "SourceShutDown");
    aftercare.look(List.of(line("web-001", Stage.CUTOVER_DONE, "TARGET", null), line("web-002", Stage.CUTOVER_DONE, "TARGET", null)));
    aftercare.look(List.of(line("web-001", Stage.CUTOVER_DONE, "BOTH", WOKE), line("web-002", Stage.CUTOVER_DONE, "BOTH", WOKE)));
    assertThat(switchedOff).containsExactly("web-002");
    assertThat(asked).as("the second is not off yet").isEmpty();
    var off = List.of(line("web-001", Stage.CUTOVER_DONE, "BOTH", WOKE), line("web-002", Stage.CUTOVER_DONE, "TARGET", null));
    aftercare.look(off);
    aftercare.look(off);
    assertThat(asked).containsExactly("/api/waves/wave-1/approve FINALIZE");
    assertThat(aftercare.both()).containsExactlyInAnyOrder("web-001", "web-002");
  }

  @Test
  void withoutAnAnswerItIsAskedAgain() {
    var parked = List.of(line("web-001", Stage.CUTOVER_DONE, "BOTH", WOKE));
    status.set(503);
    aftercare.look(parked);
    status.set(200);
    aftercare.look(parked);
    aftercare.look(parked);
    assertThat(asked).hasSize(2);
  }

  @Test
  void oneThatIsNotSeenToWakeHoldsUpItsWaveForAWhileOnly() {
    var unseen = List.of(line("web-001", Stage.CUTOVER_DONE, "TARGET", null));
    aftercare.look(unseen);
    now = now.plus(Duration.ofMinutes(2));
    aftercare.look(unseen);
    assertThat(asked).isEmpty();
    now = now.plus(Duration.ofMinutes(2));
    aftercare.look(unseen);
    assertThat(asked).hasSize(1);
    assertThat(aftercare.both()).isEmpty();
  }

  @Test
  void whoeverIsMadeToCrashHasItsTimeFromThenOn() {
    var unseen = List.of(line("web-001", Stage.CUTOVER_DONE, "TARGET", null));
    aftercare.look(unseen);
    now = now.plus(Duration.ofMinutes(4));
    disturbed = now.minus(Duration.ofMinutes(1));
    aftercare.look(unseen);
    assertThat(asked).isEmpty();
    now = now.plus(Duration.ofMinutes(3));
    aftercare.look(unseen);
    assertThat(asked).hasSize(1);
  }

  @Test
  void oneThatIsParkedForAnotherReasonHoldsUpNobody() {
    aftercare.look(List.of(line("web-001", Stage.TEST_AUTHORIZED, "SOURCE", "[CVY-4102] no launch")));
    assertThat(asked).hasSize(1);
    assertThat(switchedOff).isEmpty();
  }

  @Test
  void oneThatIsParkedWhileItIsMadeToCrashMayGoOn() {
    var parked = List.of(line("web-001", Stage.CUTOVER_DONE, "TARGET", "[CVY-2412] another attempt follows"));
    disturbed = now.minus(Duration.ofMinutes(1));
    aftercare.look(parked);
    assertThat(asked).isEmpty();
    now = now.plus(Duration.ofMinutes(3));
    aftercare.look(parked);
    assertThat(asked).hasSize(1);
  }

  @Test
  void oneThatIsRolledBackMayBeCutOverAgainWithAsMuchTimeAsBefore() {
    var done = List.of(line("web-001", Stage.CUTOVER_DONE, "TARGET", null));
    aftercare.look(done);
    now = now.plus(Duration.ofMinutes(2));
    aftercare.look(List.of(ended("web-001", Stage.ROLLED_BACK)));
    aftercare.look(List.of(line("web-001", Stage.ROLLED_BACK, "SOURCE", "[CVY-1301] rolled back")));
    aftercare.look(List.of(line("web-001", Stage.TEST_AUTHORIZED, "SOURCE", null)));
    now = now.plus(Duration.ofMinutes(2));
    power.put("web-001", "SourceShutDown");
    aftercare.look(done);
    assertThat(asked).as("the first cutover's time counts for nothing").isEmpty();
    assertThat(woken).containsExactly("web-001");
  }

  @Test
  void oneThatStaysRolledBackHoldsUpItsWaveForAWhileOnly() {
    var back = List.of(ended("web-001", Stage.ROLLED_BACK));
    aftercare.look(back);
    assertThat(asked).isEmpty();
    now = now.plus(Duration.ofMinutes(4));
    aftercare.look(back);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aSourceThatStaysOnIsAwaitedAfterItsServerIsFinalized() {
    var ended = List.of(ended("web-003", Stage.CUTOVER_FINALIZED));
    aftercare.look(ended);
    assertThat(aftercare.over(ended)).isFalse();
    power.put("web-003", "SourceShutdownFailed");
    assertThat(aftercare.over(ended)).isTrue();
    power.clear();
    now = now.plus(Duration.ofMinutes(4));
    assertThat(aftercare.over(ended)).as("not for ever").isTrue();
    assertThat(asked).isEmpty();
  }

  private static ServerLine line(String id, Stage stage, String serving, String parked) {
    return new ServerLine(id, "wave-1", "", "REHOST", stage, Instant.EPOCH, serving, "", "", Optional.ofNullable(parked), false);
  }

  private static ServerLine ended(String id, Stage stage) {
    return new ServerLine(id, "wave-1", "", "REHOST", stage, Instant.EPOCH, "TARGET", "", "", Optional.empty(), true);
  }
}
