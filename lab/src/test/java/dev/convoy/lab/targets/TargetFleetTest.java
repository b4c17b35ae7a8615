package dev.convoy.lab.targets;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TargetFleetTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private int offset;
  private TargetFleet targets;

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      offset = free.getLocalPort() % 20_000 + 10_000;
    }
    targets = TargetFleet.start(offset, source -> !source.equals("s-sick"));
  }

  @AfterEach
  void stop() {
    targets.close();
    http.close();
  }

  @Test
  void a_cutover_instance_serves_users_and_a_test_instance_does_not() throws IOException, InterruptedException {
    targets.booted("i-1", "127.62.9.1", "s-1", TargetPurpose.CUTOVER);
    targets.booted("i-2", "127.61.9.1", "s-1", TargetPurpose.TEST);
    assertThat(health("127.62.9.1").body()).isEqualTo("{\"server\":\"s-1\",\"instance\":\"i-1\",\"serving\":true}");
    assertThat(health("127.61.9.1").body()).isEqualTo("{\"server\":\"s-1\",\"instance\":\"i-2\",\"serving\":false}");
    targets.serve("i-1", false);
    assertThat(health("127.62.9.1").body()).contains("\"serving\":false");
    assertThat(targets.targets()).extracting(Target::instanceId).containsExactly("i-1", "i-2");
  }

  @Test
  void the_tcp_port_greets() throws IOException {
    targets.booted("i-1", "127.62.9.1", "s-1", TargetPurpose.CUTOVER);
    try (Socket socket = new Socket("127.62.9.1", TargetFleet.TCP_PORT + offset)) {
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("convoy-lab s-1 i-1\r\n");
    }
  }

  @Test
  void a_planted_failure_answers_503() throws IOException, InterruptedException {
    targets.booted("i-1", "127.62.9.1", "s-sick", TargetPurpose.CUTOVER);
    assertThat(health("127.62.9.1").statusCode()).isEqualTo(503);
  }

  @Test
  void an_address_is_free_for_the_next_instance_once_the_first_is_gone() throws IOException, InterruptedException {
    for (String instance : new String[] {"i-1", "i-2", "i-3"}) {
      targets.booted(instance, "127.62.9.1", "s-1", TargetPurpose.CUTOVER);
      targets.booted(instance, "127.62.9.1", "s-1", TargetPurpose.CUTOVER);
      assertThat(fresh("127.62.9.1").body()).contains(instance);
      targets.gone(instance);
      assertThatThrownBy(() -> fresh("127.62.9.1")).isInstanceOf(ConnectException.class);
    }
    targets.gone("i-unknown");
  }

  @Test
  void a_thousand_instances_cost_one_thread() {
    int before = Thread.getAllStackTraces().size();
    for (int i = 0; i < 1000; i++) {
      targets.booted("i-" + i, "127.62." + (10 + i / 250) + "." + (i % 250 + 1), "s-" + i, TargetPurpose.CUTOVER);
    }
    assertThat(targets.targets()).hasSize(1000);
    assertThat(Thread.getAllStackTraces().size() - before).isLessThan(10);
  }

  private HttpResponse<String> health(String address) throws IOException, InterruptedException {
    return http.send(request(address), BodyHandlers.ofString());
  }

  private HttpResponse<String> fresh(String address) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request(address), BodyHandlers.ofString());
    }
  }

  private HttpRequest request(String address) {
    return HttpRequest.newBuilder(URI.create("http://" + address + ":" + (TargetFleet.HTTP_PORT + offset) + "/health"))
        .build();
  }
}
