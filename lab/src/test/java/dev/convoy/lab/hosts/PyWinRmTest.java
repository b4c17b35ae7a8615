package dev.convoy.lab.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The lab's Windows hosts, asked by pywinrm (Debian's python3-winrm): a client that knows nothing of ours. */
class PyWinRmTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final String USER = "Administrator";
  /** NTLM needs MD4, which OpenSSL 3 keeps among its old things. */
  private static final String OPENSSL = """
      openssl_conf = start
      [start]
      providers = providers
      [providers]
      default = on
      legacy = on
      [on]
      activate = 1
      """;

  private final Path folder;
  private FakeAws aws;
  private SimulatedHost host;
  private SourceFleet fleet;

  PyWinRmTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void isInstalled() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "no " + PYTHON);
    Process asked = new ProcessBuilder(PYTHON.toString(), "-c", "import winrm, requests_ntlm").redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assumeTrue(asked.waitFor() == 0, PYTHON + " has no winrm: apt-get install python3-winrm");
  }

  @BeforeEach
  void start() throws Exception {
    aws = new FakeAws();
    host = SmallFleet.windows();
    fleet = SourceFleet.start(SmallFleet.settings(aws, 1000), List.of(host));
    Files.writeString(folder.resolve("openssl.cnf"), OPENSSL);
    Files.writeString(folder.resolve("authority.pem"), "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(fleet.authority().getEncoded()) + "\n-----END CERTIFICATE-----\n");
  }

  @AfterEach
  void stop() {
    fleet.close();
    aws.close();
  }

  private String endpoint(String protocol) {
    return protocol + "://" + host.address() + ":" + (protocol.equals("https") ? WinRmHosts.tlsPort(host) : host.port())
        + "/wsman";
  }

  private JsonNode told(String protocol, String transport, String what) {
    return told(protocol, transport, what, SmallFleet.WINDOWS_PASSWORD, "authority.pem");
  }

  private JsonNode told(String protocol, String transport, String what, String password, String authority) {
    try {
      ProcessBuilder builder = new ProcessBuilder(PYTHON.toString(), script(), endpoint(protocol), transport,
          authority.equals("-") ? "-" : folder.resolve(authority).toString(), what)
          .redirectError(folder.resolve("errors").toFile());
      builder.environment().put("LOGIN", USER);
      builder.environment().put("PASSWORD", password);
      builder.environment().put("OPENSSL_CONF", folder.resolve("openssl.cnf").toString());
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors"))).isZero();
      return JsonMapper.shared().readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String script() {
    return Path.of(Objects.requireNonNull(PyWinRmTest.class.getResource("/pywinrm.py")).getPath()).toString();
  }

  @ParameterizedTest
  @CsvSource({"http, basic", "http, ntlm", "https, basic", "https, ntlm"})
  void commandsHaveTheirOutputErrorsAndExitCodes(String protocol, String transport) {
    JsonNode told = told(protocol, transport, "commands");
    assertThat(told.size()).as(told.toString()).isEqualTo(4);
    assertThat(told.get(0).path("out").asString()).isEqualTo("win-1\r\n");
    assertThat(told.get(0).path("exit").asInt()).isZero();
    assertThat(told.get(1).path("out").asString()).contains(host.address());
    assertThat(told.get(2).path("exit").asInt()).isEqualTo(1);
    assertThat(told.get(2).path("err").asString()).contains("'format' is not recognized");
    assertThat(told.get(3).path("out").asString()).isEqualTo("5.1.20348.2227\r\n");
  }

  @ParameterizedTest
  @CsvSource({"http, ntlm", "https, basic"})
  void aLargeOutputComesWholeInPartsThatTheClientTakes(String protocol, String transport) {
    JsonNode told = told(protocol, transport, "big");
    assertThat(told.path("exit").asInt()).as(told.toString()).isZero();
    assertThat(told.path("out").asString()).isEqualTo("400002 xx\r\n");
  }

  @ParameterizedTest
  @CsvSource({"http, ntlm", "https, basic"})
  void aCommandThatTakesLongerThanAnOperationMayIsWaitedFor(String protocol, String transport) {
    JsonNode told = told(protocol, transport, "timeout");
    assertThat(told.path("out").asString()).as(told.toString()).isEqualTo("awake\r\n");
  }

  @ParameterizedTest
  @CsvSource({"http, basic", "http, ntlm", "https, basic", "https, ntlm"})
  void aWrongPasswordIsRefused(String protocol, String transport) {
    JsonNode told = told(protocol, transport, "hostname", "wrong-password-12", "authority.pem");
    assertThat(told.path("problem").asString()).as(told.toString()).isEqualTo("InvalidCredentialsError");
  }

  @Test
  void aCertificateOfAnAuthorityThatIsNotTrustedIsRefusedByTheClient() {
    JsonNode told = told("https", "basic", "hostname", SmallFleet.WINDOWS_PASSWORD, "-");
    assertThat(told.path("problem").asString()).as(told.toString()).isEqualTo("SSLError");
    assertThat(told.path("text").asString()).contains("CERTIFICATE_VERIFY_FAILED");
  }
}
