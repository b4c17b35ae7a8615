package dev.convoy.agent.remote;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedactionTest {

  @Test
  void secretsGoAsTheyAreLineByLineAndInBase64() {
    Credential key = new Credential.SshKey("migrate", "-----BEGIN-----\nabcdefgh\n", "open sesame", null);
    Redaction redaction = Redaction.of(key).and(Payload.EMPTY.withSecret("env.A", "s3cret").secrets());
    assertThat(redaction.apply("abcdefgh, open sesame, s3cret, czNjcmV0, web-014"))
        .isEqualTo("***, ***, ***, ***, web-014");
  }

  @Test
  void valuesThatHoldSecretsDoNotPrintThem() {
    assertThat(new Credential.SshKey("migrate", "private-pem", "phrase", "sudo-word").toString())
        .contains("migrate").doesNotContain("private-pem", "phrase", "sudo-word");
    assertThat(new Credential.SshPassword("migrate", "word", null).toString()).doesNotContain("word=").contains("***");
    assertThat(new Credential.WinRmPassword("a", "pass-1", Credential.Scheme.NTLM, true).toString())
        .doesNotContain("pass-1");
    assertThat(Payload.EMPTY.withSecret("env.A", "s3cret").toString()).doesNotContain("s3cret");
  }
}
