package dev.convoy.agent.remote;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class AnswerReaderTest {

  private static AnswerReader read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    AnswerReader reader = new AnswerReader();
    byte[] one = new byte[1];
    for (byte next : bytes) {
      one[0] = next;
      reader.add(one, 1);
    }
    return reader;
  }

  @Test
  void scalarsAndChecksAreReadBetweenNoise() {
    HostAnswer answer = read("motd\r\n@convoy state cnVubmluZw==\r\n@convoy check ram warn bG93\n@convoy empty\n"
        + "@convoy check arch ok \n@convoy end MA==").answer().orElseThrow();
    assertThat(answer.values()).containsEntry("state", "running").containsEntry("empty", "");
    assertThat(answer.checks()).containsExactly(
        new HostCheck("ram", HostCheck.Verdict.WARN, "low"), new HostCheck("arch", HostCheck.Verdict.OK, ""));
  }

  @Test
  void anAnswerWithoutItsEndIsNone() {
    AnswerReader reader = read("oops\n@convoy state cnVubmluZw==\n");
    assertThat(reader.answer()).isEmpty();
    assertThat(reader.spoke()).isTrue();
    assertThat(reader.noise()).isEqualTo("oops\n");
  }

  @Test
  void aBrokenLineSpoilsTheAnswer() {
    assertThat(read("@convoy state !!!\n@convoy end MA==\n").answer()).isEmpty();
    assertThat(read("@convoy check ram maybe bG93\n@convoy end MA==\n").answer()).isEmpty();
  }

  @Test
  void anAnswerWithoutBoundsSpoilsItselfAndNotTheMemory() {
    assertThat(read("@convoy a " + "QUFB".repeat(30_000) + "\n@convoy end MA==\n").answer()).isEmpty();
    assertThat(read("@convoy a QUFB\n".repeat(60_000) + "@convoy end MA==\n").answer()).isEmpty();
  }

  @Test
  void whateverAHostSendsIsNoException() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      String text = "@convoy " + (random.nextBoolean() ? "check " : "")
          + new String(bytes, StandardCharsets.ISO_8859_1);
      assertThatCode(() -> read(text).answer()).as("seed %d", seed).doesNotThrowAnyException();
    }
  }
}
