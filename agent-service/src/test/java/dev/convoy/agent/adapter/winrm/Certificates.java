package dev.convoy.agent.adapter.winrm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import static org.assertj.core.api.Assertions.assertThat;

/** A self-signed certificate and its key, made by keytool. */
public record Certificates(Path file, KeyStore store) {

  /** Password of the file. */
  public static final String PASSWORD = "changeit";
  private static final String ALIAS = "host";

  /** @param names as keytool takes them: {@code ip:127.0.0.1,dns:win-1} */
  public static Certificates in(Path folder, String names) throws Exception {
    Path file = folder.resolve("host.p12");
    Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=win-1", "-ext", "SAN=" + names,
        "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD).inheritIO().start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new Certificates(file, store);
  }

  /** Of a server that shows it. */
  public SSLContext server() throws GeneralSecurityException {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return tls;
  }

  /** What a host with it is pinned to. */
  public String pin() throws IOException, GeneralSecurityException {
    return ServerTrust.fingerprint((X509Certificate) store.getCertificate(ALIAS));
  }
}
