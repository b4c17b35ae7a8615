package dev.convoy.lab.aws;

import dev.convoy.lab.broker.FreePorts;
import dev.convoy.lab.targets.TargetFleet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class AwsSimulatorMainTest {
  @Test
  void a_launched_instance_answers_on_its_address_until_it_is_terminated() throws IOException {
    int offset = FreePorts.take(1).getFirst() % 20_000 + 10_000;
    try (var running = start("--targets", "--target-port-offset=" + offset);
        var lab = new AwsLab(running.simulator())) {
      String server = lab.prepared().readyForTest("web-001");
      lab.mgn.startTest(r -> r.sourceServerIDs(server));
      String instance = AwsLab.await(() -> lab.server(server).launchedInstance(), i -> i != null && i.ec2InstanceID() != null)
          .ec2InstanceID();
      String address = lab.ec2.describeInstances(r -> r.instanceIds(instance)).reservations().getFirst().instances()
          .getFirst().privateIpAddress();
      assertThat(address).startsWith("127.61.");
      URI health = URI.create("http://" + address + ":" + (TargetFleet.HTTP_PORT + offset) + "/health");
      assertThat(AwsLab.await(() -> answer(health), body -> body.contains(instance))).contains(server);
      lab.ec2.terminateInstances(r -> r.instanceIds(instance));
      AwsLab.await(() -> answer(health), String::isEmpty);
    }
  }

  @Test
  void the_ledger_of_the_source_fleet_is_served_line_by_line(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("ledger.jsonl");
    try (var running = start("--host-ledger=" + file)) {
      URI ledger = URI.create(running.simulator().endpoint() + "/_lab/hosts/ledger");
      assertThat(answer(ledger)).isEmpty();
      Files.writeString(file, "{\"host\":\"web-001\"}\n{\"host\":\"we");
      assertThat(answer(ledger)).isEqualTo("{\"host\":\"web-001\"}\n");
    }
  }

  private static AwsSimulatorMain.Running start(String... options) throws IOException {
    var main = new AwsSimulatorMain();
    new CommandLine(main).parseArgs(Stream.concat(Stream.of("--port=0", "--speed=10000"), Arrays.stream(options))
        .toArray(String[]::new));
    return main.start();
  }

  /** What is answered on a new connection; empty when nobody listens. */
  private static String answer(URI address) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
