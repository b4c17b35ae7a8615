package dev.convoy.lab.hosts;

import dev.convoy.agent.adapter.winrm.Certificates;
import dev.convoy.agent.adapter.winrm.WinRmRemoteHosts;
import dev.convoy.agent.adapter.winrm.WinRmSettings;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.NoTunnels;
import dev.convoy.agent.remote.RemoteHostContract;
import dev.convoy.agent.remote.RemoteHosts;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of ways to a host, for WinRM with NTLM. */
abstract class NtlmContract extends RemoteHostContract {
  private static @Nullable Certificates certificates;

  private final boolean https;
  private final NtlmFixture host;
  private final @Nullable String pin;
  private final WinRmRemoteHosts hosts = new WinRmRemoteHosts(WinRmSettings.DEFAULTS, HostScripts.windows(), NoTunnels.NONE);

  NtlmContract(boolean https) throws Exception {
    this.https = https;
    var settings = FleetSettings.of(1, 60, URI.create("http://127.0.0.1:9"), "", SmallFleet.WINDOWS_PASSWORD);
    host = new NtlmFixture(settings, SmallFleet.windows(), https ? certificates().server() : null);
    pin = https ? certificates().pin() : null;
  }

  private static Certificates certificates() {
    return Objects.requireNonNull(certificates);
  }

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    certificates = Certificates.in(folder, "ip:127.0.0.1");
  }

  @AfterEach
  void nothingStaysAndNothingWasSentInTheClear() {
    hosts.close();
    host.close();
    if (!https) {
      assertThat(host.clear()).as("envelopes that were not sealed").isZero();
    }
  }

  @Override
  protected RemoteHosts hosts() {
    return hosts;
  }

  @Override
  protected Host host() {
    return host.shells();
  }

  @Override
  protected boolean provesItself() {
    return https;
  }

  private static HostTarget target(int port, @Nullable String pin) {
    return new HostTarget("win-001", OsFamily.WINDOWS, "127.0.0.1", port, pin);
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

  private Credential password(String word) {
    return new Credential.WinRmPassword("Administrator", word, Credential.Scheme.NTLM, https);
  }

  @Override
  protected Credential credential() {
    return password(SmallFleet.WINDOWS_PASSWORD);
  }

  @Override
  protected Credential wrongCredential() {
    return password("wrong-password-12");
  }
}
