package dev.convoy.agent.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CredentialsTest {

  private static final Map<String, String> ENVIRONMENT = Map.of("WORD", "from-env", "EMPTY", "");

  private final Path temp;

  CredentialsTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private Credentials credentials(CredentialSettings settings) {
    return new Credentials(Map.of("main", settings), ENVIRONMENT);
  }

  private static CredentialSettings settings(@Nullable String type, @Nullable String user, @Nullable String key,
      @Nullable String password, @Nullable String scheme) {
    return new CredentialSettings(type, user, key, null, password, null, scheme, null);
  }

  @Test
  void aKeyIsReadAtEachUseSoThatItCanBeRotated() throws Exception {
    Path file = Files.writeString(temp.resolve("key"), "line one\nline two\n");
    Credentials credentials = credentials(
        new CredentialSettings("ssh-key", "migrate", "file:" + file, "env:WORD", null, null, null, null));
    assertThat(credentials.resolve("web-014", "main"))
        .isEqualTo(new Credential.SshKey("migrate", "line one\nline two\n", "from-env", null));
    Files.writeString(file, "rotated");
    assertThat(credentials.resolve("web-014", "main"))
        .isEqualTo(new Credential.SshKey("migrate", "rotated", "from-env", null));
  }

  @Test
  void aPasswordFileMayEndWithALineFeed() throws Exception {
    Path file = Files.writeString(temp.resolve("word"), "from-file\n");
    assertThat(credentials(settings("winrm", "Administrator", null, "file:" + file, "basic")).resolve("w", "main"))
        .isEqualTo(new Credential.WinRmPassword("Administrator", "from-file", Credential.Scheme.BASIC, true));
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
      "ssh, migrate, env:WORD, -, -, type",
      "-, migrate, env:WORD, -, -, type",
      "ssh-key, -, env:WORD, -, -, user",
      "ssh-key, migrate, -, -, -, key",
      "ssh-key, migrate, env:ABSENT, -, -, key",
      "ssh-key, migrate, file:/no/such/file, -, -, key",
      "ssh-password, migrate, -, -, -, password",
      "winrm, a, -, env:EMPTY, -, password",
      "winrm, a, -, my-real-password, -, password",
      "winrm, a, -, env:WORD, digest, scheme",
      "winrm, a, -, env:WORD, kerberos, user",
      "winrm, CORP\\a, -, env:WORD, kerberos, user"})
  void aWrongSettingIsNamedAtStartAndItsValueIsNot(@Nullable String type, @Nullable String user, @Nullable String key,
      @Nullable String password, @Nullable String scheme, String property) {
    assertThatThrownBy(() -> credentials(settings(type, user, key, password, scheme)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[CVY-2001] convoy.credentials.main." + property + " ")
        .hasMessageNotContaining("my-real-password");
  }

  @Test
  void kerberosIsOverTlsOnly() throws Exception {
    assertThat(credentials(settings("winrm", "migrate@CORP.EXAMPLE", null, "env:WORD", "kerberos")).resolve("w", "main"))
        .isEqualTo(new Credential.WinRmPassword("migrate@CORP.EXAMPLE", "from-env", Credential.Scheme.KERBEROS, true));
    assertThatThrownBy(() -> credentials(new CredentialSettings("winrm", "migrate@CORP.EXAMPLE", null, null, "env:WORD",
        null, "kerberos", false))).hasMessageStartingWith("[CVY-2001] convoy.credentials.main.https ");
  }

  @Test
  void aNameThatIsNotConfiguredOrASecretThatIsGoneIsAnAuthenticationFailure() throws IOException {
    Path file = Files.writeString(temp.resolve("word"), "x");
    Credentials credentials = credentials(settings("ssh-password", "migrate", null, "file:" + file, null));
    Files.delete(file);
    assertThatThrownBy(() -> credentials.resolve("web-014", "main"))
        .hasMessageContaining("[CVY-2104] web-014: convoy.credentials.main.password");
    assertThatThrownBy(() -> credentials.resolve("web-014", "other"))
        .hasMessageContaining("credential 'other' is not configured");
  }
}
