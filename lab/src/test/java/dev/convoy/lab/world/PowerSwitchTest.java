package dev.convoy.lab.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PowerSwitchTest {

  @TempDir Path folder;

  private void powerOn(Path conf, String server) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(PowerSwitch.hook(conf).toString()).redirectErrorStream(true);
    builder.environment().put("CONVOY_SERVER_ID", server);
    builder.environment().put("CONVOY_OPERATION", server + ":PowerOnSource:1:1");
    var process = builder.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isZero();
  }

  @Test
  void theHookOfTheLabPowersOnWhoeverItIsToldAboutAlsoWhatWasAskedWhileNobodyLooked() throws IOException, InterruptedException {
    var conf = Files.createDirectories(folder.resolve("it's conf"));
    assertThat(PowerSwitch.settings(conf, "60000ms", "500ms", "5000ms"))
        .containsEntry("convoy.agent.power-on.default.program", PowerSwitch.hook(conf).toString());
    powerOn(conf, "web-1");
    var asked = new LinkedBlockingQueue<String>();
    try (var power = PowerSwitch.start(conf, (server, operation) -> asked.add(server + " " + operation))) {
      assertThat(asked.poll(20, TimeUnit.SECONDS)).isEqualTo("web-1 web-1:PowerOnSource:1:1");
      powerOn(conf, "web-2");
      assertThat(asked.poll(20, TimeUnit.SECONDS)).isEqualTo("web-2 web-2:PowerOnSource:1:1");
      assertThat(power).isNotNull();
    }
    assertThat(asked.poll(Duration.ZERO.toMillis(), TimeUnit.MILLISECONDS)).isNull();
  }
}
