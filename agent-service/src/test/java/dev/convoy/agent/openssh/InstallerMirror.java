package dev.convoy.agent.openssh;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The buckets of the installer over HTTPS, whose certificate the hosts of a fleet that are started later trust. */
public final class InstallerMirror implements AutoCloseable {

  /** An installer is about as large as this. */
  private static final int BYTES = 100 * 1024;
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final String address = OpenSshFleet.address(255, 1);
  private final AtomicInteger downloads = new AtomicInteger();
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public InstallerMirror(OpenSshFleet fleet) throws IOException, InterruptedException, GeneralSecurityException {
    KeyStore keys = keys(fleet.folder().resolve("mirror.p12"));
    Files.writeString(fleet.folder().resolve("etc/mirror.pem"), pem(keys.getCertificate("mirror").getEncoded()));
    this.server = HttpsServer.create(new InetSocketAddress(address, 443), 500);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
    server.setExecutor(threads);
    byte[] installer = installer(BYTES);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(installer));
    serve("/aws-application-migration-service-eu-central-1/latest/linux/aws-replication-installer-init", installer, downloads);
    serve("/aws-application-migration-service-hashes-eu-central-1/latest/linux/aws-replication-installer-init.sha512",
        hash.getBytes(StandardCharsets.US_ASCII), new AtomicInteger());
    server.start();
  }

  /** What is set as the endpoint of S3. */
  public String endpoint() {
    return address;
  }

  /** How often the installer was fetched. */
  public int downloads() {
    return downloads.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void serve(String path, byte[] content, AtomicInteger count) {
    server.createContext(path, exchange -> {
      count.incrementAndGet();
      try (exchange) {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
      }
    });
  }

  /** An installer of about this size. */
  static byte[] installer(int bytes) throws IOException {
    String script = OpenSshFleet.resource("installer.sh");
    return (script + "exit 0\n" + "#".repeat(bytes - script.length())).getBytes(StandardCharsets.US_ASCII);
  }

  private KeyStore keys(Path file) throws IOException, InterruptedException, GeneralSecurityException {
    Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair", "-alias", "mirror", "-keyalg", "EC", "-dname", "CN=mirror", "-ext", "SAN=ip:" + address,
        "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD)).inheritIO().start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool ended with " + keytool.exitValue());
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return Objects.requireNonNull(store);
  }

  private static SSLContext tls(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return tls;
  }

  private static String pem(byte[] certificate) {
    return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
        .encodeToString(certificate) + "\n-----END CERTIFICATE-----\n";
  }
}
