package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.HostTarget;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the certificates of all hosts, each by its own pin, or by trust store and host name where there is none.
 * One for the shared HTTP client, so the host is found by the peer of the TLS engine.
 */
final class ServerTrust extends X509ExtendedTrustManager {

  /** Why the certificate of a host was refused. */
  enum Refusal { UNKNOWN, CHANGED }

  private record Peer(String host, int port) {}

  /** What one session expects of its host, and what came of it. */
  static final class Expectation {
    private final Peer peer;
    private final @Nullable String pin;
    private volatile @Nullable Refusal refusal;
    private volatile String presented = "";

    private Expectation(Peer peer, @Nullable String pin) {
      this.peer = peer;
      this.pin = pin;
    }

    /** Why the certificate was refused; null when it was not. */
    @Nullable Refusal refusal() {
      return refusal;
    }

    /** Fingerprint of the certificate that the host has shown. */
    String presented() {
      return presented;
    }
  }

  private final X509ExtendedTrustManager store;
  private final Map<Peer, List<Expectation>> expected = new ConcurrentHashMap<>();

  ServerTrust(@Nullable Path trustStore, @Nullable String password) {
    this.store = load(trustStore, password);
  }

  /** Several sessions with one host share its connections, so that a certificate has to be what each of them expects. */
  Expectation expect(HostTarget target) {
    var expectation = new Expectation(new Peer(target.address(), target.port()), target.pinnedHostKey());
    expected.merge(expectation.peer, List.of(expectation),
        (there, one) -> Stream.concat(there.stream(), one.stream()).toList());
    return expectation;
  }

  void forget(Expectation expectation) {
    expected.computeIfPresent(expectation.peer, (peer, there) -> {
      var others = there.stream().filter(each -> each != expectation).toList();
      return others.isEmpty() ? null : others;
    });
  }

  /** A context that trusts by this; keeps next to no sessions, as a resumed one is not verified again. */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, null);
      context.getClientSessionContext().setSessionCacheSize(1);
      context.getClientSessionContext().setSessionTimeout(1);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS in this JDK", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    var expectations = expected.getOrDefault(new Peer(engine.getPeerHost(), engine.getPeerPort()), List.of());
    if (expectations.isEmpty()) {
      throw new CertificateException("nobody connects to " + engine.getPeerHost());
    }
    for (Expectation expectation : expectations) {
      expectation.presented = fingerprint(chain[0]);
      expectation.refusal = expectation.pin == null
          ? judgeByStore(chain, authType, engine) : judgeByPin(expectation.pin, expectation.presented);
    }
    if (expectations.stream().anyMatch(each -> each.refusal != null)) {
      throw new CertificateException("certificate refused");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
    throw new CertificateException("only TLS engines are verified");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
    throw new CertificateException("only TLS engines are verified");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
    throw new CertificateException("serves no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("serves no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
    throw new CertificateException("serves no clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return store.getAcceptedIssuers();
  }

  /** Fingerprint of a certificate: SHA-256 over its DER form, written as SSH writes fingerprints. */
  static String fingerprint(X509Certificate certificate) throws CertificateException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Refusal judgeByPin(String pin, String presented) {
    return List.of(pin.strip().split("[,\\s]+")).contains(presented) ? null : Refusal.CHANGED;
  }

  private @Nullable Refusal judgeByStore(X509Certificate[] chain, String authType, SSLEngine engine) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    try {
      store.checkServerTrusted(chain, authType, engine);
      return null;
    } catch (CertificateException e) {
      return Refusal.UNKNOWN;
    }
  }

  private static X509ExtendedTrustManager load(@Nullable Path file, @Nullable String password) {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(file == null ? null : read(file, password));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager found) {
          return found;
        }
      }
      throw new IllegalStateException("no X.509 trust manager in this JDK");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("[CVY-2002] convoy.winrm.trust-store: " + file
          + " cannot be read as a key store; check the file and convoy.winrm.trust-store-password", e);
    }
  }

  private static KeyStore read(Path file, @Nullable String password) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, password == null ? null : Objects.requireNonNull(password).toCharArray());
    }
    return keys;
  }
}
