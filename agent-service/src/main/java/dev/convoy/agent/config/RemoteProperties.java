package dev.convoy.agent.config;

import dev.convoy.agent.adapter.ssh.SshSettings;
import dev.convoy.agent.adapter.winrm.WinRmSettings;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.SiteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How source hosts are reached.
 *
 * @param credentials named credentials, {@code convoy.credentials.<name>.*}
 * @param ssh {@code convoy.ssh.*}
 * @param winrm {@code convoy.winrm.*}
 * @param sites by name, {@code convoy.sites.<name>.*}
 */
@ConfigurationProperties("convoy")
public record RemoteProperties(
    @Nullable Map<String, CredentialSettings> credentials, @Nullable Ssh ssh, @Nullable WinRm winrm,
    @Nullable Map<String, SiteSettings> sites) {

  /** SSH: time-outs, and the known_hosts file for hosts without a pinned key. */
  public record Ssh(
      @Nullable Duration connectTimeout,
      @Nullable Duration handshakeTimeout,
      @Nullable Duration silenceTimeout,
      @Nullable Path knownHosts) {}

  /** WinRM: time-outs and trust. */
  public record WinRm(
      @Nullable Duration connectTimeout,
      @Nullable Duration operationTimeout,
      boolean allowBasicOverHttp,
      @Nullable Path trustStore,
      @Nullable String trustStorePassword) {}

  /** The credentials, none if none are configured. */
  public Map<String, CredentialSettings> credentialsOrNone() {
    return credentials == null ? Map.of() : credentials;
  }

  Map<String, SiteSettings> sitesOrNone() {
    return sites == null ? Map.of() : sites;
  }

  SshSettings sshSettings() {
    SshSettings usual = SshSettings.DEFAULTS;
    return ssh == null ? usual : new SshSettings(
        Objects.requireNonNullElse(ssh.connectTimeout(), usual.connectTimeout()),
        Objects.requireNonNullElse(ssh.handshakeTimeout(), usual.handshakeTimeout()),
        Objects.requireNonNullElse(ssh.silenceTimeout(), usual.silenceTimeout()),
        ssh.knownHosts());
  }

  WinRmSettings winRmSettings() {
    WinRmSettings usual = WinRmSettings.DEFAULTS;
    return winrm == null ? usual : new WinRmSettings(
        Objects.requireNonNullElse(winrm.connectTimeout(), usual.connectTimeout()),
        Objects.requireNonNullElse(winrm.operationTimeout(), usual.operationTimeout()),
        winrm.allowBasicOverHttp(), winrm.trustStore(), winrm.trustStorePassword());
  }
}
