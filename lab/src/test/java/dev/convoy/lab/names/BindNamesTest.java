package dev.convoy.lab.names;

import dev.convoy.launch.names.NameGateway;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real BIND behind {@code docs/samples/name-hook-nsupdate}, where the machine has named, dig, nsupdate and Python. */
class BindNamesTest extends NameGatewayContract {

  private static final Path SAMPLE = Path.of("..", "docs", "samples", "name-hook-nsupdate").toAbsolutePath().normalize();
  /** HMAC of the words "a key for a test only", base64. */
  private static final String SECRET = "YSBrZXkgZm9yIGEgdGVzdCBvbmx5";

  @TempDir
  private Path folder;

  private Process named;
  private int port;

  @Override
  NameGateway open() throws Exception {
    Assumptions.assumeTrue(Stream.of("named", "dig", "nsupdate", "python3").allMatch(BindNamesTest::isInstalled), "no BIND or Python here");
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var key = folder.resolve("key");
    Files.writeString(key, "key \"convoy\" { algorithm hmac-sha256; secret \"" + SECRET + "\"; };\n");
    Files.writeString(folder.resolve("example.com.zone"), """
        $TTL 300
        @ IN SOA ns.example.com. admin.example.com. 1 3600 600 86400 300
        @ IN NS ns.example.com.
        ns IN A 127.0.0.1
        """);
    var configuration = folder.resolve("named.conf");
    Files.writeString(configuration, """
        include "%s";
        options { directory "%s"; listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; session-keyfile none;
          recursion no; dnssec-validation no; notify no; };
        controls { };
        zone "example.com" { type primary; file "example.com.zone"; allow-update { key convoy; }; };
        """.formatted(key, folder, port));
    named = new ProcessBuilder("named", "-g", "-c", configuration.toString(), "-p", String.valueOf(port))
        .redirectErrorStream(true).redirectOutput(folder.resolve("named.log").toFile()).start();
    await().atMost(Duration.ofSeconds(30)).until(() -> run("", "dig", "@127.0.0.1", "-p", String.valueOf(port), "+time=1", "+tries=1",
        "example.com", "SOA") == 0);
    return Hooks.of(SAMPLE, List.of("--server", "127.0.0.1", "--port", String.valueOf(port), "--also", "127.0.0.1"),
        Map.of("DNS_KEY_FILE", key.toString()));
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(at -> Files.isExecutable(Path.of(at, program)));
  }

  private int run(String input, String... command) throws IOException, InterruptedException {
    var text = folder.resolve("input");
    Files.writeString(text, input);
    return new ProcessBuilder(command).redirectInput(text.toFile()).redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile()).start().waitFor();
  }

  @Override
  String zone() {
    return "hook:lab/example.com";
  }

  @Override
  void put(String name, String type, long ttl, List<String> values) throws Exception {
    var lines = new StringBuilder("server 127.0.0.1 " + port + "\nzone example.com.\n");
    values.forEach(value -> lines.append("update add ").append(name).append(". ").append(ttl).append(' ').append(type).append(' ')
        .append(value).append('\n'));
    assertThat(run(lines + "send\n", "nsupdate", "-k", folder.resolve("key").toString()))
        .as(Files.readString(folder.resolve("output"))).isZero();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (named != null) {
      named.destroy();
      named.waitFor();
    }
  }
}
