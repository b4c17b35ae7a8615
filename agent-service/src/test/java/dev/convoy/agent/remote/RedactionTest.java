package dev.convoy.agent.remote;

import java.util.List;
import java.util.Map;
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
  void secretsThatNobodyHereKnowsGoByTheirShape() {
    Redaction redaction = Redaction.of(new Credential.SshPassword("migrate", "right-password-77", null));
    assertThat(redaction.apply("""
        keys ASIAIOSFODNN7EXAMPLE / wJalrXUtnFEMI0K7MDENG/bPxRfiCYEXAMPLEKEY, token IQoJb3JpZ2luX2VjEA+w%s==
        AWS_SECRET_ACCESS_KEY=short1 --aws-session-token Abc9 "password": "Orange" Password: 4711
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjE=""".formatted("aB3/".repeat(40)))).isEqualTo("""
        keys *** / ***, token ***
        AWS_SECRET_ACCESS_KEY=*** --aws-session-token *** "password": "***" Password: ***
        ***""");
  }

  @Test
  void whatIsNoSecretStays() {
    String text = "sudo: a password is required; botocore.exceptions.NoCredentialsError: Unable to locate credentials; "
        + "/var/lib/aws-replication-agent/agent.log.0 i-0123456789abcdef0 s-3333333333example0 "
        + "arn:aws:iam::111122223333:role/ConvoyMigration 3f2a".concat("9c0d".repeat(31));
    assertThat(Redaction.of(new Credential.SshPassword("migrate", "right-password-77", null)).apply(text))
        .isEqualTo(text);
  }

  @Test
  void outputAndDetailsOfAnAnswerHoldNone() {
    HostAnswer answer = new HostAnswer(Map.of("state", "ended", "output", "right-password-77 was given"),
        List.of(new HostCheck("root", HostCheck.Verdict.FAIL, "not right-password-77")));
    assertThat(Redaction.of(new Credential.SshPassword("migrate", "right-password-77", "ended")).apply(answer))
        .isEqualTo(new HostAnswer(Map.of("state", "ended", "output", "*** was given"),
            List.of(new HostCheck("root", HostCheck.Verdict.FAIL, "not ***"))));
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
