package dev.convoy.agent.adapter.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.signature.Signature;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that a host shows in place of its key. What is checked, and that all of it must hold, is from OpenSSH's
 * PROTOCOL.certkeys and sshkey_cert_check_host. sshj's own check takes a certificate of a user for one of a host, passes critical
 * options and believes signatures with SHA-1. Stricter than OpenSSH in one thing: a certificate must name its hosts. Readers of keys
 * throw what they like at the bytes of strangers: all of it means refused.
 */
record HostCertificate(Certificate<?> certificate) {

  static final long USER = 1;
  private static final long HOST = 2;
  private static final List<String> SIGNATURES = List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
      "ecdsa-sha2-nistp521", "rsa-sha2-256", "rsa-sha2-512");

  /** The key itself, of a key or of a certificate. */
  static PublicKey plain(PublicKey key) {
    return key instanceof Certificate<?> certificate ? certificate.getKey() : key;
  }

  static boolean same(PublicKey one, PublicKey other) {
    return Arrays.equals(encoded(one), encoded(other));
  }

  /** As it travels. */
  static byte[] encoded(PublicKey key) {
    return new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
  }

  /** Key of the authority that has signed it; null if it is none. */
  @Nullable PublicKey authority() {
    try {
      PublicKey key = new Buffer.PlainBuffer(certificate.getSignatureKey()).readPublicKey();
      return key instanceof Certificate<?> || KeyType.fromKey(key) == KeyType.UNKNOWN ? null : key;
    } catch (Buffer.BufferException | RuntimeException e) {
      return null;
    }
  }

  /** What is wrong with it for this host at this time, if the host is to be believed by these authorities; null = nothing. */
  @Nullable String fault(String host, List<PublicKey> authorities, Instant now) {
    PublicKey authority = authority();
    if (authority == null || authorities.stream().noneMatch(trusted -> same(trusted, authority))) {
      return "is not signed by an authority that known_hosts names for this host"
          + (authority == null ? "" : " but by " + HostKeyCheck.fingerprint(authority));
    }
    if (!signed(authority)) {
      return "does not have a valid signature of its authority";
    }
    if (certificate.getType() != HOST) {
      return certificate.getType() == USER ? "is one for users" : "is of an unknown kind";
    }
    if (!certificate.getCritOptions().isEmpty()) {
      return "has critical options that mean nothing of a host: " + certificate.getCritOptions().keySet();
    }
    String late = outOfTime(certificate, now);
    return late != null ? late : otherName(host);
  }

  /** Why it does not hold at this time; null = it holds. */
  static @Nullable String outOfTime(Certificate<?> certificate, Instant now) {
    Date date = Date.from(now);
    if (date.before(certificate.getValidAfter())) {
      return "is valid from " + certificate.getValidAfter().toInstant();
    }
    return date.before(certificate.getValidBefore()) ? null : "was valid until " + certificate.getValidBefore().toInstant();
  }

  private @Nullable String otherName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    List<String> names = certificate.getValidPrincipals();
    return names.stream().anyMatch(each -> HostPatterns.glob(each.toLowerCase(Locale.ROOT), name)) ? null
        : "is for " + (names.isEmpty() ? "no host by name" : String.join(", ", names)) + ", not for " + name;
  }

  /** The signature is over all that comes before it. */
  private boolean signed(PublicKey authority) {
    try {
      byte[] signature = certificate.getSignature();
      String type = new Buffer.PlainBuffer(signature).readString();
      Signature verifier = SIGNATURES.contains(type) ? Factory.Named.Util.create(KeyType.CertUtils.ALL_SIGNATURES, type) : null;
      if (verifier == null) {
        return false;
      }
      byte[] all = encoded(certificate);
      verifier.initVerify(authority);
      verifier.update(all, 0, all.length - signature.length - Integer.BYTES);
      return verifier.verify(signature);
    } catch (Buffer.BufferException | RuntimeException e) {
      return false;
    }
  }
}
