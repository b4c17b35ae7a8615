package dev.convoy.agent.adapter.download;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.InstallPrograms.Addresses;
import dev.convoy.agent.host.InstallerFile;
import dev.convoy.agent.remote.PushFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.convoy.agent.host.InstallerFile.LINUX;
import static dev.convoy.agent.host.InstallerFile.WINDOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CachedInstallersTest {

  private static final String REGION = "eu-central-1";

  private final AtomicInteger downloads = new AtomicInteger();
  private final Path folder;
  private final HttpServer source;
  private volatile String installer = "the installer of today";
  private volatile String published = sha512(installer);

  CachedInstallersTest(@TempDir Path temp) throws IOException {
    folder = temp.resolve("installers");
    source = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    source.createContext("/", exchange -> {
      var hash = exchange.getRequestURI().getPath().endsWith(".sha512");
      if (!hash) {
        downloads.incrementAndGet();
      }
      var bytes = (hash ? published + "  aws-replication-installer-init\n" : installer).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    source.start();
  }

  @AfterEach
  void stop() {
    source.stop(0);
  }

  private CachedInstallers installers(Clock clock) {
    var at = "http://127.0.0.1:" + source.getAddress().getPort() + "/";
    return new CachedInstallers(folder, (region, file) -> new Addresses(at + region + file, at + region + file + ".sha512"), clock);
  }

  private static String sha512(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(HostFile file) throws IOException {
    return Files.readString(file.path());
  }

  @Test
  void itIsDownloadedAndVerifiedOnceAlsoOverARestart() throws Exception {
    var installers = installers(Clock.systemUTC());
    var file = installers.newest(REGION, LINUX);
    assertThat(file.sha512()).isEqualTo(published);
    assertThat(file.size()).isEqualTo(installer.length());
    installers.newest(REGION, LINUX);
    installers(Clock.systemUTC()).newest(REGION, LINUX);
    assertThat(downloads).hasValue(1);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  /** What one has had serves no other, whose source is away. */
  @Test
  void eachFileOfARegionIsKeptByItself() throws Exception {
    installers(Clock.systemUTC()).newest(REGION, LINUX);
    installer = "the installer for Windows";
    published = sha512(installer);
    assertThat(text(installers(Clock.systemUTC()).newest(REGION, WINDOWS))).isEqualTo(installer);
    source.stop(0);
    assertThat(text(installers(Clock.systemUTC()).newest(REGION, LINUX))).isEqualTo("the installer of today");
    assertThat(text(installers(Clock.systemUTC()).newest(REGION, WINDOWS))).isEqualTo(installer);
    assertThat(catchThrowableOfType(PushFailure.class,
        () -> installers(Clock.systemUTC()).newest(REGION, InstallerFile.WINDOWS_2012)).code()).isEqualTo("CVY-2313");
  }

  @Test
  void aDayLaterTheNewestIsHad() throws Exception {
    var installers = installers(Clock.systemUTC());
    installers.newest(REGION, LINUX);
    installer = "the installer of tomorrow";
    published = sha512(installer);
    assertThat(text(installers.newest(REGION, LINUX))).isEqualTo("the installer of today");
    assertThat(text(installers(Clock.offset(Clock.systemUTC(), Duration.ofDays(1))).newest(REGION, LINUX))).isEqualTo(installer);
  }

  @Test
  void whileItsSourceIsNotThereTheLastOneServesIfItIsWhole() throws Exception {
    var file = installers(Clock.systemUTC()).newest(REGION, LINUX);
    source.stop(0);
    assertThat(installers(Clock.systemUTC()).newest(REGION, LINUX)).isEqualTo(file);
    Files.writeString(file.path(), "changed");
    var refused = catchThrowableOfType(PushFailure.class, () -> installers(Clock.systemUTC()).newest(REGION, LINUX));
    assertThat(refused.code()).isEqualTo("CVY-2313");
    assertThat(refused.kind().retriable()).isTrue();
  }

  @Test
  void withoutASourceItIsWhatPeopleHavePutIntoTheFolder() throws Exception {
    var closed = new CachedInstallers(folder, null, Clock.systemUTC());
    var missing = catchThrowableOfType(PushFailure.class, () -> closed.newest(REGION, WINDOWS));
    assertThat(missing.code()).isEqualTo("CVY-2313");
    assertThat(missing.remedy()).contains(REGION + "-windows.sha512");
    putByHand("the installer of a person");
    assertThat(text(closed.newest(REGION, WINDOWS))).isEqualTo("the installer of a person");
    putByHand("a newer one");
    assertThat(text(closed.newest(REGION, WINDOWS))).as("without a restart").isEqualTo("a newer one");
    Files.writeString(folder.resolve(sha512("a newer one")), "changed");
    assertThat(catchThrowableOfType(PushFailure.class,
        () -> new CachedInstallers(folder, null, Clock.systemUTC()).newest(REGION, WINDOWS)).what()).contains("SHA-512");
    assertThat(downloads).hasValue(0);
  }

  private void putByHand(String text) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(sha512(text)), text);
    Files.writeString(folder.resolve(REGION + "-windows.sha512"), sha512(text) + "  AwsReplicationWindowsInstaller.exe\n");
  }

  @Test
  void oneThatIsNotThePublishedOneIsNotKept() throws Exception {
    published = sha512("another");
    var refused = catchThrowableOfType(PushFailure.class, () -> installers(Clock.systemUTC()).newest(REGION, LINUX));
    assertThat(refused.code()).isEqualTo("CVY-2314");
    assertThat(folder).isEmptyDirectory();
  }
}
