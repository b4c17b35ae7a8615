package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.NoTunnels;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHostContract;
import dev.convoy.agent.remote.RemoteHosts;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The contract of ways to a host, for WinRM with Kerberos over HTTPS, against a real KDC. Skipped where there is none. */
class KerberosTest extends RemoteHostContract {

  private static final String USER = "migrate@" + KeyDistributionCentre.REALM;
  /** winrm4j writes names in capitals, which is all one to a domain controller, and not to MIT's KDC. */
  private static final String TICKET = USER.toUpperCase(Locale.ROOT);
  private static final String PASSWORD = "right-password-77";
  private static final String SERVICE = "HTTP/localhost";
  private static final String CONFIGURATION = "java.security.krb5.conf";

  private static @Nullable Certificates certificates;
  private static @Nullable KeyDistributionCentre kdc;
  private static @Nullable KerberosAcceptor acceptor;
  private static @Nullable String configurationBefore;

  private final WsManFixture host;
  private final String pin;
  private final WinRmRemoteHosts hosts = new WinRmRemoteHosts(WinRmSettings.DEFAULTS, HostScripts.windows(), NoTunnels.NONE);

  KerberosTest() throws Exception {
    host = new WsManFixture(Objects.requireNonNull(acceptor), certificates().server());
    pin = certificates().pin();
  }

  private static Certificates certificates() {
    return Objects.requireNonNull(certificates);
  }

  @BeforeAll
  static void startKdc(@TempDir Path folder) throws Exception {
    assumeTrue(KeyDistributionCentre.missing().isEmpty(),
        () -> "no " + KeyDistributionCentre.missing().orElse("") + ": install krb5-kdc and krb5-admin-server");
    certificates = Certificates.in(folder, "dns:localhost,ip:127.0.0.1");
    kdc = KeyDistributionCentre.start(Files.createDirectory(folder.resolve("kdc")));
    kdc.user(TICKET.substring(0, TICKET.indexOf('@')), PASSWORD);
    var keys = kdc.service(SERVICE);
    configurationBefore = System.getProperty(CONFIGURATION);
    System.setProperty(CONFIGURATION, kdc.configuration().toString());
    acceptor = new KerberosAcceptor(SERVICE + "@" + KeyDistributionCentre.REALM, keys);
  }

  @AfterAll
  static void stopKdc() {
    if (kdc != null) {
      kdc.close();
    }
    if (configurationBefore == null) {
      System.clearProperty(CONFIGURATION);
    } else {
      System.setProperty(CONFIGURATION, configurationBefore);
    }
  }

  @AfterEach
  void stop() {
    host.close();
    hosts.close();
  }

  @Override
  protected RemoteHosts hosts() {
    return hosts;
  }

  @Override
  protected Host host() {
    return host;
  }

  private static HostTarget target(int port, @Nullable String pin) {
    return new HostTarget("win-001", OsFamily.WINDOWS, "localhost", port, pin);
  }

  @Override
  protected HostTarget target() {
    return target(host.port(), pin);
  }

  @Override
  protected HostTarget pinnedToAnother() {
    return target(host.port(), "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
  }

  @Override
  protected HostTarget notPinned() {
    return target(host.port(), null);
  }

  @Override
  protected HostTarget nobody() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return target(free.getLocalPort(), pin);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Credential login(String user, String password) {
    return new Credential.WinRmPassword(user, password, Credential.Scheme.KERBEROS, true);
  }

  @Override
  protected Credential credential() {
    return login(USER, PASSWORD);
  }

  @Override
  protected Credential wrongCredential() {
    return login(USER, "wrong-password-12");
  }

  @Test
  void theHostLearnsTheUserFromItsTicket() throws Exception {
    hosts.connect(target(), credential(), in(20)).close();
    assertThat(Objects.requireNonNull(acceptor).users()).containsExactly(TICKET);
  }

  @Test
  void aUserThatTheKdcDoesNotKnowIsRefused() {
    var refused = catchThrowableOfType(PushFailure.class,
        () -> hosts.connect(target(), login("nobody@" + KeyDistributionCentre.REALM, PASSWORD), in(20)).close());
    assertThat(refused).isNotNull().extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.AUTH_FAILED);
    assertThat(host.messages()).as("the host was not asked").isZero();
  }

  @Test
  void aRealmWithoutAKdcIsUnreachable() {
    var refused = catchThrowableOfType(PushFailure.class,
        () -> hosts.connect(target(), login("migrate@NOWHERE.EXAMPLE", PASSWORD), in(20)).close());
    assertThat(refused).isNotNull().hasMessageContaining("KDC")
        .extracting(PushFailure::kind).isEqualTo(PushFailure.Kind.UNREACHABLE);
  }
}
