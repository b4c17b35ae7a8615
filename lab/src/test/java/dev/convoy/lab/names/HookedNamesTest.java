package dev.convoy.lab.names;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.lab.aws.cloud.HostedZone;
import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.launch.names.ChangeNamesHandler;
import dev.convoy.launch.names.NameGateway;
import dev.convoy.launch.server.LaunchOperation.ChangeNames;
import dev.convoy.launch.server.LaunchOutcome.StepDone;
import dev.convoy.launch.server.NameChange;
import dev.convoy.launch.server.NameRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** The lab's DNS server behind its hook: each question is a process. */
class HookedNamesTest extends NameGatewayContract {

  @TempDir
  private Path folder;

  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer http;
  private NameServer server;

  private NameServer started() {
    return new NameServer(List.of(new HostedZone.State("example.com", "example.com", false, List.of())), folder.resolve("names.ndjson"),
        1000, 7, Clock.systemUTC());
  }

  @Override
  NameGateway open() throws IOException {
    server = started();
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(requests);
    http.createContext("/names", server);
    http.start();
    var program = NameHook.write(folder.resolve("name-hook"), URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/names"));
    return Hooks.of(program, List.of());
  }

  @Override
  String zone() {
    return "hook:lab/example.com";
  }

  @Override
  void put(String name, String type, long ttl, List<String> values) {
    server.put("example.com", RecordSet.simple(name, type, ttl, values));
  }

  @AfterEach
  void stop() throws IOException {
    http.stop(0);
    requests.close();
    server.close();
  }

  private ChangeNames operation(AccountKey account) {
    return new ChangeNames(new OperationHeader("web-1", "ChangeNames", 1, 1, account.limitKey(), true, Instant.now(), null), account, "s-1",
        List.of(new NameChange(zone(), "web.example.com", List.of(new NameRecord("192.0.2.10", 3600)), new NameRecord("198.51.100.7", 60))));
  }

  @Test
  void anAnswerThatIsLostAfterTheChangeIsFoundInTheRecordsAndNothingIsChangedTwice() throws Exception {
    var handler = new ChangeNamesHandler(Hooks.of(folder.resolve("name-hook"), List.of()), Duration.ofMillis(200), Duration.ofMillis(5),
        Clock.systemUTC());
    var operation = operation(ACCOUNT);
    assertThat(handler.observe(List.of(operation)).get(operation.id())).isInstanceOf(Observation.NotDone.class);
    server.disturb(0, 1);
    handler.act(List.of(operation));
    handler.act(List.of(operation));
    await().until(() -> handler.observe(List.of(operation)).get(operation.id()) instanceof Observation.Ended<?> ended
        && ended.outcome() instanceof StepDone);
    assertThat(Files.readAllLines(folder.resolve("names.ndjson"))).hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("web-1:ChangeNames:1:1"))
        .filteredOn(line -> line.contains("\"accepted\":true")).hasSize(1);
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() throws Exception {
    server.disturb(1, 0);
    assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> Hooks.of(folder.resolve("name-hook"), List.of())
        .read(ACCOUNT, zone(), List.of("web.example.com")));
  }

  @Test
  void startedAgainItKnowsWhatWasChanged() throws Exception {
    var names = Hooks.of(folder.resolve("name-hook"), List.of());
    var operation = new ChangeNames(operation(ACCOUNT).header(), ACCOUNT, "s-1", List.of(new NameChange(zone(), "new.example.com",
        List.of(NameRecord.NONE), new NameRecord("198.51.100.7", 60))));
    var handler = new ChangeNamesHandler(names, Duration.ofMillis(200), Duration.ofMillis(5), Clock.systemUTC());
    handler.observe(List.of(operation));
    handler.act(List.of(operation));
    http.removeContext("/names");
    server.close();
    server = started();
    http.createContext("/names", server);
    assertThat(names.read(ACCOUNT, zone(), List.of("new.example.com")).get("new.example.com").record())
        .isEqualTo(new NameRecord("198.51.100.7", 60));
    assertThat(names.isEverywhere(ACCOUNT, zone(), "1")).isTrue();
  }
}
