package dev.convoy.agent.adapter.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** known_hosts as OpenSSH reads it; {@code ssh-keygen -F} says what that is. */
class KnownKeysTest {

  private static final PublicKey KEY = SshHostFixture.keyPair("EC", 256).getPublic();
  private static final String TEXT = PublicKeyEntry.toString(KEY);

  private static KnownKeys parse(String... lines) throws IOException {
    return KnownKeys.parse(List.of(lines));
  }

  @ParameterizedTest
  @CsvSource({"*.corp.example", "'db.corp.example,[db.corp.example]:2222'", "'db.*,!web.corp.example'", "DB.Corp.Example", "d?.corp.example"})
  void aPatternNamesTheHost(String patterns) throws IOException {
    assertThat(parse(patterns + " " + TEXT).keys("db.corp.example", 22)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"'*,!db.corp.example'", "'!db.*,*'", "!web.corp.example", "db.corp", "b.corp.example", "[db.corp.example]:2222", "db.corp.example?"})
  void aPatternDoesNotNameTheHost(String patterns) throws IOException {
    assertThat(parse(patterns + " " + TEXT).keys("db.corp.example", 22)).isEmpty();
  }

  @Test
  void anotherPortIsAnotherHostExceptToAuthoritiesAndRevocations() throws IOException {
    var keys = parse("db.corp.example " + TEXT, "@cert-authority *.corp.example " + TEXT, "@revoked db.corp.example " + TEXT);
    assertThat(keys.keys("db.corp.example", 2222)).isEmpty();
    assertThat(keys.authorities("db.corp.example", 2222)).hasSize(1);
    assertThat(keys.revokes("db.corp.example", 2222, KEY)).isTrue();
    assertThat(parse("@cert-authority *,!db.corp.example " + TEXT).authorities("db.corp.example", 2222)).isEmpty();
    assertThat(parse("[db.corp.example]:2222 " + TEXT).keys("db.corp.example", 2222)).hasSize(1);
  }

  @Test
  void aMarkedLineIsNoKeyOfTheHost() throws IOException {
    assertThat(parse("@cert-authority * " + TEXT, "@revoked * " + TEXT, "@other * " + TEXT, "# * " + TEXT).keys("db", 22)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsPassedOverUnlessItRevokes() throws IOException {
    assertThat(parse("db ssh-ed25519 AAAA", "db", "db what AAAA", "@cert-authority db ssh-ed25519 !!", "", "db " + TEXT).lines()).hasSize(1);
    assertThatThrownBy(() -> parse("", "@revoked * ssh-ed25519 AAAA")).isInstanceOf(IOException.class).hasMessageContaining("line 2");
  }

  /** Random patterns over few letters, plain and hashed, asked of both. */
  @Test
  void randomLinesNameTheSameHostsAsForOpenSsh(@TempDir Path temp) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> hosts = Stream.generate(() -> name(random, "ab.")).limit(6).distinct().toList();
    for (int i = 0; i < 15; i++) {
      List<String> patterns = new ArrayList<>();
      for (int p = random.nextInt(3); p >= 0; p--) {
        patterns.add((random.nextInt(4) == 0 ? "!" : "") + name(random, "ab.*?"));
      }
      Path file = temp.resolve("known-" + i);
      Files.writeString(file, String.join(",", patterns) + " " + TEXT + "\n" + hosts.getFirst() + " " + TEXT + "\n");
      if (random.nextBoolean()) {
        keygen("-H", "-f", file.toString());
      }
      KnownKeys keys = KnownKeys.parse(Files.readAllLines(file));
      String host = hosts.get(random.nextInt(hosts.size()));
      long theirs = keygen("-F", host, "-f", file.toString()).lines().filter(line -> line.startsWith("# Host")).count();
      assertThat(keys.keys(host, 22)).as("seed %d, %s in %s", seed, host, Files.readString(file)).hasSize((int) theirs);
    }
  }

  private static String name(Random random, String letters) {
    return Stream.generate(() -> letters.substring(random.nextInt(letters.length()))).limit(1 + random.nextInt(4))
        .map(rest -> rest.substring(0, 1)).collect(Collectors.joining());
  }

  private static String keygen(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ssh-keygen"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
