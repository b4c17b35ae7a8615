package dev.convoy.lab.hosts;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates of hosts, each naming the host's address, made when somebody first asks for one. */
final class HostCertificates {
  private static final X500Name AUTHORITY = new X500Name("CN=Convoy lab authority");
  private static final Duration VALID = Duration.ofDays(30);
  private static final char[] NO_PASSWORD = new char[0];

  private final KeyPair authorityKey;
  private final KeyPair hostKey;
  private final X509Certificate authority;
  private final AtomicLong serial = new AtomicLong(1);
  private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();

  private HostCertificates() throws GeneralSecurityException, IOException, OperatorCreationException {
    authorityKey = newKey();
    hostKey = newKey();
    authority = sign(AUTHORITY, authorityKey.getPublic(), Extension.basicConstraints, new BasicConstraints(true));
  }

  /** Of an authority that nobody has heard of. */
  static HostCertificates ofNewAuthority() {
    try {
      return new HostCertificates();
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("[CVY-9112] fleet: no P-256 in this JVM; use a JDK with SunEC", e);
    }
  }

  X509Certificate authority() {
    return authority;
  }

  /** TLS of the host at this address. */
  SSLContext of(String address) {
    return contexts.computeIfAbsent(address, this::context);
  }

  private SSLContext context(String address) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      X509Certificate certificate = sign(new X500Name("CN=" + address), hostKey.getPublic(),
          Extension.subjectAlternativeName, new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
      store.setKeyEntry("host", hostKey.getPrivate(), NO_PASSWORD, new X509Certificate[] {certificate, authority});
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate for " + address, e);
    }
  }

  private X509Certificate sign(X500Name subject, PublicKey key, ASN1ObjectIdentifier extension, ASN1Object value)
      throws GeneralSecurityException, CertIOException, OperatorCreationException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(AUTHORITY,
        BigInteger.valueOf(serial.getAndIncrement()), Date.from(now.minusSeconds(60)), Date.from(now.plus(VALID)),
        subject, key);
    builder.addExtension(extension, true, value);
    return new JcaX509CertificateConverter().getCertificate(
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate())));
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
