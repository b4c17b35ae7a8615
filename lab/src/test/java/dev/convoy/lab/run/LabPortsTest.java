package dev.convoy.lab.run;

import dev.convoy.lab.broker.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabPortsTest {
  @Test
  void everyPortMovesByTheOffset() {
    LabPorts ports = new LabPorts(100);
    assertThat(ports.bootstrapServers()).isEqualTo("127.0.0.1:9192");
    assertThat(ports.registryUrl()).hasToString("http://127.0.0.1:8181/apis/ccompat/v7");
    assertThat(ports.inventoryUrl()).hasToString("http://127.0.0.1:8180");
    assertThat(ports.named()).hasSize(10).containsEntry(4666, "AWS simulator").containsEntry(8185, "validation-service");
  }

  @Test
  void anOffsetOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new LabPorts(60_000)).isInstanceOf(LabFailure.class).hasMessageContaining("--port-offset");
  }

  @Test
  void allTakenPortsAreNamedAtOnceAndTheFreeOnesAreNot() throws Exception {
    List<Integer> free = FreePorts.take(1);
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Map<Integer, String> ports = new LinkedHashMap<>();
      ports.put(one.getLocalPort(), "Kafka");
      ports.put(free.getFirst(), "registry");
      ports.put(other.getLocalPort(), "AWS simulator");
      assertThatThrownBy(() -> LabPorts.requireFree(ports)).isInstanceOf(LabFailure.class)
          .hasMessageContaining("ports " + one.getLocalPort() + " (Kafka), " + other.getLocalPort() + " (AWS simulator)")
          .hasMessageContaining("--port-offset").hasMessageNotContaining("registry");
      assertThat(LabPorts.listens(one.getLocalPort())).isTrue();
      assertThat(LabPorts.listens(free.getFirst())).isFalse();
    }
  }
}
