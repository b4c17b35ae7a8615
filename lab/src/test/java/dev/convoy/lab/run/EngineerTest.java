package dev.convoy.lab.run;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.events.common.Stage;
import dev.convoy.lab.fleetplan.PlantedFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EngineerTest {
  private static final Map<String, PlantedFailure> PLANTED = Map.of("web-001", PlantedFailure.SUDO_REFUSED);
  private static final String PARKED = "[CVY-2103] sudo refused";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ServerLine companion = line("db-001", "orders", Stage.TEST_PASSED, null, false);
  private HttpServer inventory;
  private Engineer engineer;

  @BeforeEach
  void start() throws IOException {
    inventory = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    inventory.createContext("/", exchange -> {
      asked.add(exchange.getRequestURI().getPath());
      exchange.sendResponseHeaders(status.get(), -1);
      exchange.close();
    });
    inventory.start();
    engineer = new Engineer(PLANTED, URI.create("http://127.0.0.1:" + inventory.getAddress().getPort()),
        new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    inventory.stop(0);
  }

  @Test
  void aServerThatIsParkedAsPlantedAndHoldsUpItsApplicationIsWithdrawnOnce() {
    List<ServerLine> servers = List.of(line("web-001", "orders", Stage.BUILD_AUTHORIZED, PARKED, false), companion);
    engineer.look(servers);
    engineer.look(servers);
    assertThat(asked).containsExactly("/api/servers/web-001/withdraw");
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("web-001 is parked, as planted: " + PARKED)
        .contains("the rest of orders goes on");
  }

  @Test
  void nobodyElseIsWithdrawn() {
    engineer.look(List.of(line("web-001", "orders", Stage.BUILD_AUTHORIZED, "[CVY-2101] unreachable", false),
        companion));
    engineer.look(List.of(line("web-001", "orders", Stage.AGENT_INSTALLED, PARKED, false), companion));
    engineer.look(List.of(line("web-001", "orders", Stage.BUILD_AUTHORIZED, null, false), companion));
    engineer.look(List.of(line("web-002", "orders", Stage.BUILD_AUTHORIZED, PARKED, false), companion));
    assertThat(asked).isEmpty();
  }

  @Test
  void aServerThatSomebodyElseLaidHandsOnIsTriedAgainOnceForEachOfTheirJobs() {
    ServerLine first = line("web-003", "orders", Stage.TEST_AUTHORIZED, "[CVY-4106] job mgnjob-1", false);
    assertThat(engineer.over(List.of(first))).isFalse();
    engineer.look(List.of(first));
    engineer.look(List.of(first));
    assertThat(asked).containsExactly("/api/servers/web-003/retry");
    assertThat(engineer.over(List.of(first))).as("it takes a moment to be seen").isFalse();
    engineer.look(List.of(line("web-003", "orders", Stage.TEST_AUTHORIZED, "[CVY-4106] job mgnjob-2", false)));
    assertThat(asked).hasSize(2);
    assertThat(engineer.over(List.of(line("web-003", "orders", Stage.TEST_LAUNCHED, null, false)))).isTrue();
  }

  @Test
  void oneThatStandsAloneOrWhoseCompanionsHaveEndedStaysParked() {
    engineer.look(List.of(line("web-001", "", Stage.BUILD_AUTHORIZED, PARKED, false),
        line("web-002", "", Stage.TEST_PASSED, null, false)));
    engineer.look(List.of(line("web-001", "orders", Stage.BUILD_AUTHORIZED, PARKED, false),
        line("db-001", "orders", Stage.CUTOVER_FINALIZED, null, true)));
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutAnAnswerItIsAskedAgainAtTheNextLook() {
    List<ServerLine> servers = List.of(line("web-001", "orders", Stage.BUILD_AUTHORIZED, PARKED, false), companion);
    status.set(503);
    engineer.look(servers);
    status.set(200);
    engineer.look(servers);
    assertThat(asked).hasSize(2);
  }

  private static ServerLine line(String id, String application, Stage stage, String parked, boolean ended) {
    return new ServerLine(id, "wave-1", application, "REHOST", stage, Instant.EPOCH, "SOURCE", "", "",
        Optional.ofNullable(parked), ended);
  }
}
