package dev.convoy.lab.hosts;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;

/** Host keys of the lab (ECDSA P-256): a function of seed and address, so that they outlive a restart. */
public final class HostKeys {
  private HostKeys() {}

  /** The fingerprint to pin for the host at this address, {@code SHA256:…}. */
  public static String fingerprint(long seed, String address) {
    return KeyUtils.getFingerPrint(BuiltinDigests.sha256, expected(seed, address).getPublic());
  }

  static KeyPair expected(long seed, String address) {
    return generate("convoy-lab host key " + seed + " " + address);
  }

  /** The key that a host presents after somebody changed it. */
  static KeyPair changed(long seed, String address) {
    return generate("convoy-lab changed host key " + seed + " " + address);
  }

  /** Named provider: another one would draw other numbers from the same stream. */
  private static KeyPair generate(String label) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), new SeededRandom(label));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("[CVY-9112] fleet: no P-256 in this JVM; use a JDK with SunEC", e);
    }
  }
}
