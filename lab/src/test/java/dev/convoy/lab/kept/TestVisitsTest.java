package dev.convoy.lab.kept;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.events.common.Stage;
import dev.convoy.lab.run.ServerLine;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TestVisitsTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private final Set<String> kept = new HashSet<>();
  private final Set<String> everKept = new HashSet<>();
  private HttpServer inventory;
  private TestVisits visits;

  @BeforeEach
  void start() throws IOException {
    inventory = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    inventory.createContext("/", exchange -> {
      exchange.getRequestBody().readAllBytes();
      asked.add(exchange.getRequestURI().getPath());
      exchange.sendResponseHeaders(status.get(), -1);
      exchange.close();
    });
    inventory.start();
    visits = new TestVisits(kept::contains, everKept::contains, URI.create("http://127.0.0.1:" + inventory.getAddress().getPort()),
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    inventory.stop(0);
  }

  private void keeps(String id) {
    kept.add(id);
    everKept.add(id);
  }

  private static ServerLine server(String id, String wave, Stage stage, boolean ended) {
    return new ServerLine(id, wave, "", "REHOST", stage, Instant.EPOCH, "SOURCE", "GATE", "", Optional.empty(), ended);
  }

  @Test
  void everySecondTestOfTheFirstWaveIsAcceptedAndItsCutoverIsApprovedWhenAllAreGone() {
    var tested = List.of(server("a", "w1", Stage.TEST_PASSED, false), server("b", "w1", Stage.TEST_PASSED, false));
    visits.look(tested);
    assertThat(asked).as("it is not said yet that they are kept").isEmpty();
    keeps("a");
    keeps("b");
    visits.look(tested);
    visits.look(tested);
    assertThat(asked).containsExactly("/api/servers/a/accept-test");
    kept.remove("a");
    visits.look(tested);
    assertThat(asked).hasSize(1);
    kept.remove("b");
    visits.look(tested);
    visits.look(tested);
    assertThat(asked).containsExactly("/api/servers/a/accept-test", "/api/waves/w1/approve");
  }

  @Test
  void theCutoverOfTheSecondWaveIsApprovedWhileAllAreKept() {
    var ended = server("a", "w1", Stage.ARCHIVED, true);
    keeps("c");
    var early = server("d", "w2", Stage.TEST_LAUNCHED, false);
    visits.look(List.of(ended, server("c", "w2", Stage.TEST_PASSED, false), early));
    assertThat(asked).containsExactly("/api/waves/w1/approve");
    keeps("d");
    visits.look(List.of(ended, server("c", "w2", Stage.TEST_PASSED, false), server("d", "w2", Stage.TEST_PASSED, false)));
    assertThat(asked).containsExactly("/api/waves/w1/approve", "/api/waves/w2/approve");
  }

  @Test
  void whatIsNotTakenIsAskedAgain() {
    keeps("a");
    status.set(503);
    visits.look(List.of(server("a", "w1", Stage.TEST_PASSED, false)));
    status.set(200);
    visits.look(List.of(server("a", "w1", Stage.TEST_PASSED, false)));
    visits.look(List.of(server("a", "w1", Stage.TEST_PASSED, false)));
    assertThat(asked.stream().filter("/api/servers/a/accept-test"::equals).count()).isBetween(2L, 9L);
    var once = asked.size();
    visits.look(List.of(server("a", "w1", Stage.TEST_PASSED, false)));
    assertThat(asked).hasSize(once);
  }
}
