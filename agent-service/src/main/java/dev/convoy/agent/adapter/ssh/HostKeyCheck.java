package dev.convoy.agent.adapter.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the key or certificate of one host during key exchange, before anything of the credential is sent, and remembers why it
 * refused: sshj itself gives one reason for all.
 */
final class HostKeyCheck implements HostKeyVerifier {

  enum Verdict { NOT_SEEN, TRUSTED, UNKNOWN, CHANGED, REVOKED, CERTIFICATE }

  private final @Nullable String pin;
  private final @Nullable KnownKeys known;
  private final List<String> preferred;
  private volatile Verdict verdict = Verdict.NOT_SEEN;
  private volatile String presented = "";
  private volatile String fault = "";

  /** @param preferred types of key that a host with a pin is asked for first; known_hosts says so itself */
  HostKeyCheck(@Nullable String pin, @Nullable KnownKeys known, List<String> preferred) {
    this.preferred = List.copyOf(preferred);
    this.pin = pin;
    this.known = known;
  }

  Verdict verdict() {
    return verdict;
  }

  /** Fingerprint of the key that was shown, also where a certificate was. */
  String presented() {
    return presented;
  }

  /** What is wrong with the certificate, or that there is none. */
  String fault() {
    return fault;
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    presented = fingerprint(HostCertificate.plain(key));
    verdict = judge(hostname, port, key);
    return verdict == Verdict.TRUSTED;
  }

  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    KnownKeys keys = known;
    if (pin != null || keys == null) {
      return preferred;
    }
    Stream<String> plain = keys.keys(hostname, port).stream().flatMap(key -> signatures(KeyType.fromKey(key).toString()));
    return Stream.concat(keys.authorities(hostname, port).isEmpty() ? Stream.of() : SshAlgorithms.CERTIFICATES.stream(), plain)
        .toList();
  }

  /** known_hosts names the type of a key. An RSA key signs in three ways, of which new servers refuse the first. */
  private static Stream<String> signatures(String type) {
    return type.equals("ssh-rsa") ? SshAlgorithms.RSA.stream() : Stream.of(type);
  }

  /** What is revoked is refused, pinned or not; a known key is trusted with any certificate; else its certificate has to hold. */
  private Verdict judge(String host, int port, PublicKey shown) {
    PublicKey key = HostCertificate.plain(shown);
    KnownKeys keys = known;
    if (keys != null && revoked(keys, host, port, shown)) {
      return Verdict.REVOKED;
    }
    if (pin != null) {
      return List.of(pin.strip().split("[,\\s]+")).contains(presented) ? Verdict.TRUSTED : Verdict.CHANGED;
    }
    if (keys == null) {
      return Verdict.UNKNOWN;
    }
    List<PublicKey> own = keys.keys(host, port);
    if (own.stream().anyMatch(each -> HostCertificate.same(each, key))) {
      return Verdict.TRUSTED;
    }
    List<PublicKey> authorities = keys.authorities(host, port);
    return authorities.isEmpty() ? own.isEmpty() ? Verdict.UNKNOWN : Verdict.CHANGED : certified(host, shown, authorities);
  }

  private static boolean revoked(KnownKeys keys, String host, int port, PublicKey shown) {
    if (keys.revokes(host, port, HostCertificate.plain(shown))) {
      return true;
    }
    PublicKey authority = shown instanceof Certificate<?> certificate ? new HostCertificate(certificate).authority() : null;
    return authority != null && keys.revokes(host, port, authority);
  }

  private Verdict certified(String host, PublicKey shown, List<PublicKey> authorities) {
    String wrong = shown instanceof Certificate<?> certificate
        ? new HostCertificate(certificate).fault(host, authorities, Instant.now()) : "is missing";
    fault = wrong == null ? "" : wrong;
    return wrong == null ? Verdict.TRUSTED : Verdict.CERTIFICATE;
  }

  /** Fingerprint as {@code ssh-keygen -l} prints it. */
  static String fingerprint(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(HostCertificate.encoded(key));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
