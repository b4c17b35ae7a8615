package dev.convoy.lab.registry;

import dev.convoy.lab.broker.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryProcessTest {
  private static final String JSON = "application/vnd.schemaregistry.v1+json";

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aSchemaIsFoundByItsIdAfterARestartAndStaysBackwardCompatible(@TempDir Path folder) throws Exception {
    List<Integer> ports = FreePorts.take(2);
    RegistryProcess registry =
        new RegistryProcess(folder, folder.resolve("registry.log"), ports.getFirst(), ports.getLast());
    String registered;
    registry.start();
    try {
      registered = post(registry.url() + "/subjects/dev.convoy.Probe/versions",
          "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Probe\\\",\\\"fields\\\":[]}\"}");
      assertThat(registered).contains("\"id\":");
      assertThat(get(registry.url() + "/config")).contains("BACKWARD");
    } finally {
      registry.stop();
    }
    String id = registered.replaceAll("\\D", "");
    registry.start();
    try {
      assertThat(get(registry.url() + "/schemas/ids/" + id)).contains("Probe");
      assertThat(registry.healthy()).isTrue();
    } finally {
      registry.stop();
    }
    assertThat(registry.healthy()).isFalse();
  }

  /** An id that was given away twice would have records read as what they are not. */
  @Test
  void anIdThatWasAnsweredIsNotGivenToAnotherSchemaAfterAKill(@TempDir Path folder) throws Exception {
    List<Integer> ports = FreePorts.take(2);
    RegistryProcess registry =
        new RegistryProcess(folder, folder.resolve("registry.log"), ports.getFirst(), ports.getLast());
    registry.start();
    try {
      String last = "";
      for (int i = 0; i < 20; i++) {
        last = register(registry, "Before" + i);
      }
      registry.kill();
      registry.revive();
      assertThat(register(registry, "After")).isNotEqualTo(last);
      assertThat(get(registry.url() + "/schemas/ids/" + last)).contains("Before19");
    } finally {
      registry.stop();
    }
  }

  @Test
  void whatItUnpacksIsUnderItsFolderAndGoneAtTheNextStartAfterAKill(@TempDir Path folder) throws Exception {
    List<Integer> ports = FreePorts.take(2);
    RegistryProcess registry =
        new RegistryProcess(folder, folder.resolve("registry.log"), ports.getFirst(), ports.getLast());
    registry.start();
    try {
      List<Path> unpacked = unpacked(folder);
      assertThat(unpacked).isNotEmpty();
      registry.kill();
      registry.revive();
      assertThat(unpacked(folder)).isNotEmpty().doesNotContainAnyElementsOf(unpacked);
    } finally {
      registry.stop();
    }
  }

  /** Libraries under names that are new at each start. */
  private static List<Path> unpacked(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("registry.tmp"))) {
      return files.filter(file -> file.toString().matches(".*\\d{6,}")).toList();
    }
  }

  private String register(RegistryProcess registry, String name) throws Exception {
    return post(registry.url() + "/subjects/dev.convoy." + name + "/versions",
        "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"" + name
            + "\\\",\\\"fields\\\":[]}\"}").replaceAll("\\D", "");
  }

  private String post(String url, String body) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", JSON)
        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private String get(String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
  }
}
