package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.adapter.ssh.HostKeyCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Certificates that OpenSSH's {@code ssh-keygen} has signed, judged as a host would show them. */
class HostKeyCheckTest {

  private static final String HOST = "db.corp.example";

  private final Path temp;

  HostKeyCheckTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private Path key(String name, String type) throws Exception {
    keygen("-q", "-t", type, "-N", "", "-f", temp.resolve(name).toString());
    return temp.resolve(name);
  }

  private static void keygen(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ssh-keygen"));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  /** A host key signed by {@code ca} with these options. */
  private PublicKey signed(Path ca, String type, String... options) throws Exception {
    Path key = key("host-" + System.nanoTime(), type);
    List<String> arguments = new ArrayList<>(List.of("-q", "-s", ca.toString(), "-I", "id"));
    arguments.addAll(List.of(options));
    arguments.add(key + ".pub");
    keygen(arguments.toArray(String[]::new));
    return read(blob(Path.of(key + "-cert.pub")));
  }

  private static byte[] blob(Path file) throws IOException {
    return Base64.getDecoder().decode(Files.readString(file).split(" ")[1]);
  }

  private static PublicKey read(byte[] blob) throws IOException {
    return new Buffer.PlainBuffer(blob).readPublicKey();
  }

  private static HostKeyCheck check(Path ca, PublicKey shown) throws IOException {
    var known = KnownKeys.parse(List.of("@cert-authority *.corp.example " + Files.readString(Path.of(ca + ".pub"))));
    var check = new HostKeyCheck(null, known, List.of());
    assertThat(check.verify(HOST, 22, shown)).isEqualTo(check.verdict() == Verdict.TRUSTED);
    return check;
  }

  @ParameterizedTest
  @CsvSource({"ed25519,ed25519", "ecdsa,rsa", "rsa,ecdsa", "ed25519,rsa"})
  void whatAnAuthorityHasSignedForTheHostIsTrusted(String authority, String type) throws Exception {
    Path ca = key("ca", authority);
    for (String names : List.of(HOST, "*.corp.example", "web.corp.example,DB.corp.example")) {
      assertThat(check(ca, signed(ca, type, "-h", "-n", names)).verdict()).isEqualTo(Verdict.TRUSTED);
    }
  }

  @Test
  void whatDoesNotHoldIsRefusedAndSaid() throws Exception {
    Path ca = key("ca", "ed25519");
    refused(ca, "not for db.corp.example", "-h", "-n", "web.corp.example,*.other.example");
    refused(ca, "no host by name", "-h");
    refused(ca, "is one for users", "-n", HOST);
    refused(ca, "was valid until 2020-01-0", "-h", "-n", HOST, "-V", "20200101:20200102");
    refused(ca, "is valid from", "-h", "-n", HOST, "-V", "+1d:+2d");
    refused(ca, "critical options", "-h", "-n", HOST, "-O", "critical:what@example.com=x");
  }

  private void refused(Path ca, String fault, String... options) throws Exception {
    var check = check(ca, signed(ca, "ed25519", options));
    assertThat(check.verdict()).isEqualTo(Verdict.CERTIFICATE);
    assertThat(check.fault()).contains(fault);
  }

  @Test
  void anotherAuthorityIsNotBelieved() throws Exception {
    Path ca = key("ca", "ed25519");
    Path other = key("other", "ed25519");
    var check = check(ca, signed(other, "ed25519", "-h", "-n", HOST));
    assertThat(check.verdict()).isEqualTo(Verdict.CERTIFICATE);
    assertThat(check.fault()).contains(HostKeyCheck.fingerprint(read(blob(Path.of(other + ".pub")))));
  }

  @Test
  void aSignatureWithSha1IsNotBelieved() throws Exception {
    Path ca = key("ca", "rsa");
    var check = check(ca, signed(ca, "ed25519", "-t", "ssh-rsa", "-h", "-n", HOST));
    assertThat(check.fault()).contains("valid signature");
  }

  /** Every byte of a certificate matters: whatever is changed in it, it is not trusted. */
  @Test
  void aCertificateThatWasTamperedWithIsNotTrusted() throws Exception {
    Path ca = key("ca", "ed25519");
    PublicKey good = signed(ca, "ed25519", "-h", "-n", HOST, "-V", "-1d:+1d");
    byte[] blob = HostCertificate.encoded(good);
    int readable = 0;
    for (int i = 0; i < blob.length; i++) {
      byte[] tampered = blob.clone();
      tampered[i] ^= 1;
      PublicKey shown;
      try {
        shown = read(tampered);
      } catch (IOException | RuntimeException e) {
        continue;
      }
      readable++;
      assertThat(check(ca, shown).verdict()).as("byte %d", i).isNotEqualTo(Verdict.TRUSTED);
    }
    assertThat(readable).isGreaterThan(100);
    assertThat(check(ca, good).verdict()).isEqualTo(Verdict.TRUSTED);
  }

  @Test
  void hostsWithAnAuthorityAreAskedForCertificatesFirst() throws Exception {
    Path ca = key("ca", "ed25519");
    String authority = "@cert-authority *.corp.example " + Files.readString(Path.of(ca + ".pub")).strip();
    String own = HOST + " " + Files.readString(Path.of(key("own", "rsa") + ".pub")).strip();
    var check = new HostKeyCheck(null, KnownKeys.parse(List.of(own, authority)), List.of());
    assertThat(check.findExistingAlgorithms(HOST, 22)).startsWith("ssh-ed25519-cert-v01@openssh.com")
        .endsWith("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa");
    assertThat(check.findExistingAlgorithms("elsewhere", 22)).isEmpty();
  }
}
