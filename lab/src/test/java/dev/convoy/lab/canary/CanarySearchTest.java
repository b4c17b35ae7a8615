package dev.convoy.lab.canary;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A search that finds nothing proves nothing until it has found everything that was planted. */
class CanarySearchTest {

  private static final String SECRET = "Canary0f1e2d3c4b5a69788796a5b4";
  private static final CanarySearch SEARCH = new CanarySearch(List.of(
      new Canary("sudo password", SECRET, Optional.empty()),
      new Canary("passphrase", "another-secret-4711-0815", Optional.empty())));

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(String text, Charset charset) {
    return Base64.getEncoder().encodeToString(text.getBytes(charset));
  }

  /** The ways in which a secret has left other programs. */
  static List<byte[]> leaks() {
    String payload = "env.AWS_SECRET_ACCESS_KEY " + base64(SECRET, StandardCharsets.UTF_8) + "\n";
    String argument = "& 'C:\\x.ps1' -Verb start -Payload '" + base64(payload, StandardCharsets.UTF_8) + "'";
    return List.of(
        utf8("password=" + SECRET),
        SECRET.getBytes(StandardCharsets.UTF_16LE),
        ("x" + SECRET).getBytes(StandardCharsets.UTF_16BE),
        utf8("hex " + HexFormat.of().formatHex(utf8(SECRET))),
        utf8("hex " + HexFormat.of().withUpperCase().formatHex(utf8(SECRET))),
        utf8("Authorization: Basic " + base64("migrate:" + SECRET, StandardCharsets.UTF_8)),
        utf8("Authorization: Basic " + base64("root:" + SECRET, StandardCharsets.UTF_8)),
        utf8("Authorization: Basic " + base64("x:" + SECRET + "tail", StandardCharsets.UTF_8)),
        utf8("powershell -EncodedCommand " + base64("$p = '" + SECRET + "'", StandardCharsets.UTF_16LE)),
        utf8("-Payload " + base64(payload, StandardCharsets.UTF_8)),
        utf8("powershell -EncodedCommand " + base64(argument, StandardCharsets.UTF_16LE)));
  }

  @ParameterizedTest
  @MethodSource("leaks")
  void everyFormOfALeakIsFound(byte[] leak) {
    assertThat(SEARCH.in(leak)).isNotEmpty().allMatch(what -> what.startsWith("sudo password as "));
  }

  @Test
  void whatIsNoLeakIsNotReported() {
    byte[] noise = new byte[1 << 20];
    new Random(7).nextBytes(noise);
    assertThat(SEARCH.in(noise)).isEmpty();
    assertThat(SEARCH.in(utf8("Canary0f1e2d3c4b5a6978 another-secret-4711"))).isEmpty();
    assertThat(SEARCH.in(utf8(base64("a sudo password is required", StandardCharsets.UTF_8)))).isEmpty();
    assertThat(SEARCH.in(new byte[0])).isEmpty();
  }

  @Test
  void aLeakIsFoundWhereverItLiesInALongStream() throws IOException {
    for (int at : new int[] {0, (1 << 20) - 5, 1 << 20, (1 << 21) + 300, 3_000_000 - SECRET.length()}) {
      byte[] stream = new byte[3_000_000];
      ByteBuffer.wrap(stream).put(at, utf8(SECRET));
      assertThat(SEARCH.in(new ByteArrayInputStream(stream))).as("at " + at).hasSize(1);
    }
    assertThat(SEARCH.in(new ByteArrayInputStream(new byte[3_000_000]))).isEmpty();
  }

  @Test
  void filesAreSearchedExceptWhereSecretsBelong(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/password"), SECRET);
    Files.createDirectories(folder.resolve("state/launch/0_1/rocksdb"));
    Findings clean = new Findings();
    Files.writeString(folder.resolve("launch.log"), "sudo refused");
    new FilePlaces(folder, Set.of(folder.resolve("conf")), SEARCH).look(clean);
    assertThat(clean.hits()).isEmpty();
    assertThat(clean.places()).isEqualTo(1);

    Files.write(folder.resolve("state/launch/0_1/rocksdb/000001.sst"), leaks().get(6));
    Findings found = new Findings();
    new FilePlaces(folder, Set.of(folder.resolve("conf")), SEARCH).look(found);
    assertThat(found.hits()).singleElement().asString().startsWith("[CVY-9275] file state/launch/0_1/rocksdb/000001.sst");
  }

  @Test
  void theEnvironmentOfAProcessIsSearchedUnlessItWasGivenSecrets() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "60");
    builder.environment().put("PASSWORD", SECRET);
    Process process = builder.start();
    try {
      Findings told = new Findings();
      new ProcessPlaces(SEARCH, line -> false).look(told);
      assertThat(told.hits()).anyMatch(hit -> hit.contains("environment of process " + process.pid()));
      Findings allowed = new Findings();
      new ProcessPlaces(SEARCH, line -> line.contains("sleep")).look(allowed);
      assertThat(allowed.hits()).isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aCommandLineThatHoldsASecretIsFound() throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", "read line; echo " + SECRET).start();
    try {
      Findings findings = new Findings();
      new ProcessPlaces(SEARCH, line -> true).look(findings);
      assertThat(findings.hits()).anyMatch(hit -> hit.contains("command line of process " + process.pid()));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aCanaryThatCouldBeMetByAccidentIsRefused() {
    assertThatThrownBy(() -> new Canary("short", "secret", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Canary("sudo password", SECRET, Optional.empty()).toString()).doesNotContain(SECRET);
  }
}
