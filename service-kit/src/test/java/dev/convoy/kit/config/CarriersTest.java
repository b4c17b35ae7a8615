package dev.convoy.kit.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** In JVMs of their own, since carriers are the JVM's; two cores, as a small container has. */
class CarriersTest {

  private static String end(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:ActiveProcessorCount=2", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), StandstillProbe.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return said.strip();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void withACarrierForEachCoreThreadsThatLoadOneClassHoldUpAllOthers() throws Exception {
    assertThat(end("2")).as("if this changes, the JDK has learnt to help itself, and Carriers may go").isEqualTo("stood");
  }

  @Test
  void withCarriersToSpareTheyDoNot() throws Exception {
    assertThat(end("100", "spare")).isEqualTo("went on");
  }
}
