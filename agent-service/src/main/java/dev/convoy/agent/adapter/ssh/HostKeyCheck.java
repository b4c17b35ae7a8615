package dev.convoy.agent.adapter.ssh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the key of one host during key exchange, before anything of the credential is sent, and remembers why it
 * refused: sshj itself gives one reason for unknown and for changed keys.
 */
final class HostKeyCheck implements HostKeyVerifier {

  enum Verdict { NOT_SEEN, TRUSTED, UNKNOWN, CHANGED }

  private final @Nullable String pin;
  private final @Nullable OpenSSHKnownHosts knownHosts;
  private final List<String> preferred;
  private volatile Verdict verdict = Verdict.NOT_SEEN;
  private volatile String presented = "";

  /** @param preferred types of key that a host with a pin is asked for first; known_hosts says so itself */
  HostKeyCheck(@Nullable String pin, @Nullable OpenSSHKnownHosts knownHosts, List<String> preferred) {
    this.preferred = List.copyOf(preferred);
    this.pin = pin;
    this.knownHosts = knownHosts;
  }

  Verdict verdict() {
    return verdict;
  }

  String presented() {
    return presented;
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    presented = fingerprint(key);
    verdict = judge(hostname, port, key);
    return verdict == Verdict.TRUSTED;
  }

  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    OpenSSHKnownHosts known = knownHosts;
    return pin == null && known != null
        ? known.findExistingAlgorithms(hostname, port).stream().flatMap(HostKeyCheck::signatures).toList() : preferred;
  }

  /** known_hosts names the type of a key. An RSA key signs in three ways, of which new servers refuse the first. */
  private static Stream<String> signatures(String type) {
    return type.equals("ssh-rsa") ? SshRemoteHosts.RSA.stream() : Stream.of(type);
  }

  private Verdict judge(String hostname, int port, PublicKey key) {
    if (pin != null) {
      return List.of(pin.strip().split("[,\\s]+")).contains(presented) ? Verdict.TRUSTED : Verdict.CHANGED;
    }
    OpenSSHKnownHosts known = knownHosts;
    if (known == null) {
      return Verdict.UNKNOWN;
    }
    if (known.verify(hostname, port, key)) {
      return Verdict.TRUSTED;
    }
    return known.findExistingAlgorithms(hostname, port).isEmpty() ? Verdict.UNKNOWN : Verdict.CHANGED;
  }

  /** Fingerprint as {@code ssh-keygen -l} prints it. */
  static String fingerprint(PublicKey key) {
    byte[] encoded = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
