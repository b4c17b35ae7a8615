package dev.convoy.lab.extras;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.events.common.Stage;
import dev.convoy.lab.events.EventLine;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImageRequestsTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private final Set<String> kept = new HashSet<>();
  private final ImageTalk talk = new ImageTalk();
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private HttpServer inventory;
  private ImageRequests requests;

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
    requests = new ImageRequests(kept::contains, talk, URI.create("http://127.0.0.1:" + inventory.getAddress().getPort()), () -> now,
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    inventory.stop(0);
  }

  private void told(String id, String... types) {
    for (var type : types) {
      talk.take(new EventLine("convoy.test.events", 0, 0, id, type, Map.of()));
    }
  }

  private static ServerLine server(String id, String wave, Stage stage) {
    return new ServerLine(id, wave, "", "REHOST", stage, Instant.EPOCH, "SOURCE", "GATE", "", Optional.empty(), false);
  }

  @Test
  void oneServerOfEachWaveIsAskedForOnceItsTargetIsVerified() {
    requests.look(List.of(server("a", "w1", Stage.TEST_PASSED), server("c", "w2", Stage.CUTOVER_LAUNCHED)));
    assertThat(asked).as("a test instance that is not kept is about to be terminated").isEmpty();
    var servers = List.of(server("a", "w1", Stage.CUTOVER_VERIFIED), server("b", "w1", Stage.ARCHIVED), server("c", "w2", Stage.CUTOVER_DONE));
    requests.look(servers);
    requests.look(servers);
    assertThat(asked).containsExactly("/api/servers/a/image", "/api/servers/c/image");
    told("a", "ImageRequested");
    now = now.plusSeconds(60);
    requests.look(servers.subList(0, 2));
    assertThat(asked).as("its answer is awaited").hasSize(2);
    assertThat(requests.over(servers)).isFalse();
    told("a", "ImageCreated");
    told("c", "ImageRequested", "ImageCreated");
    requests.look(servers);
    assertThat(asked).hasSize(2);
    assertThat(requests.over(servers)).isTrue();
  }

  @Test
  void ofAKeptTestInstanceItIsAskedForBeforeTheCutover() {
    kept.add("b");
    requests.look(List.of(server("a", "w1", Stage.TEST_PASSED), server("b", "w1", Stage.TEST_PASSED)));
    assertThat(asked).containsExactly("/api/servers/b/image");
  }

  @Test
  void afterAFailureTheNextServerIsAskedForAndWhatWasNotTakenIsAskedAgain() {
    var servers = List.of(server("a", "w1", Stage.CUTOVER_DONE), server("b", "w1", Stage.CUTOVER_DONE));
    status.set(503);
    requests.look(servers);
    status.set(200);
    asked.clear();
    requests.look(servers);
    assertThat(asked).containsExactly("/api/servers/a/image");
    told("a", "ImageRequested", "ImageFailed");
    requests.look(servers);
    assertThat(asked).containsExactly("/api/servers/a/image", "/api/servers/b/image");
  }

  @Test
  void aRunDoesNotWaitForeverNorForAWaveInWhichNothingIsValidated() {
    assertThat(requests.over(List.of(server("a", "w1", Stage.ROLLED_BACK)))).isTrue();
    var done = List.of(server("a", "w1", Stage.ARCHIVED));
    requests.look(done);
    assertThat(requests.over(done)).isFalse();
    now = now.plusSeconds(601);
    assertThat(requests.over(done)).isTrue();
  }
}
