package dev.convoy.agent.config;

import dev.convoy.agent.adapter.ssh.SshSettings;
import dev.convoy.agent.adapter.winrm.WinRmSettings;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.KeptSecrets;
import dev.convoy.agent.remote.SecretReferences;
import dev.convoy.agent.remote.SecretStore;
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
 * @param secretsManager {@code convoy.secrets-manager.*}
 * @param sites by name, {@code convoy.sites.<name>.*}
 */
@ConfigurationProperties("convoy")
public record RemoteProperties(
    @Nullable Map<String, CredentialSettings> credentials, @Nullable Ssh ssh, @Nullable WinRm winrm,
    @Nullable SecretsManager secretsManager, @Nullable Map<String, SiteSettings> sites) {

  /** SSH: time-outs, how often a host is asked whether it is there, and the known_hosts file for hosts without a pinned key. */
  public record Ssh(
      @Nullable Duration connectTimeout,
      @Nullable Duration handshakeTimeout,
      @Nullable Duration silenceTimeout,
      @Nullable Duration keepAlive,
      @Nullable Path knownHosts) {}

  /** WinRM: time-outs and trust. */
  public record WinRm(
      @Nullable Duration connectTimeout,
      @Nullable Duration operationTimeout,
      boolean allowBasicOverHttp,
      @Nullable Path trustStore,
      @Nullable String trustStorePassword) {}

  /**
   * AWS Secrets Manager.
   *
   * @param region of secrets whose reference names none
   * @param roleArn that is assumed for those whose reference names none; null = the credentials of the process
   * @param keepFor how long a secret is used before it is asked for again
   * @param timeout most time for one call with its retries
   */
  public record SecretsManager(
      @Nullable String region, @Nullable String roleArn, @Nullable Duration keepFor, @Nullable Duration timeout) {

    private static final Duration KEEP_FOR = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    SecretReferences references(Map<String, String> environment, SecretStore store) {
      var keep = Objects.requireNonNullElse(keepFor, KEEP_FOR);
      if (keep.isNegative()) {
        throw new IllegalArgumentException("[CVY-2004] convoy.secrets-manager.keep-for is " + keep
            + "; set a duration of zero or more");
      }
      return new SecretReferences(environment, new KeptSecrets(store, keep), text(region), text(roleArn));
    }

    Duration timeoutOrUsual() {
      var most = Objects.requireNonNullElse(timeout, TIMEOUT);
      if (most.isNegative() || most.isZero()) {
        throw new IllegalArgumentException("[CVY-2004] convoy.secrets-manager.timeout is " + most
            + "; set a duration above zero");
      }
      return most;
    }

    private static @Nullable String text(@Nullable String value) {
      return value == null || value.isBlank() ? null : value;
    }
  }

  /** How secrets of AWS Secrets Manager are got at. */
  SecretsManager secretsManagerOrUsual() {
    return secretsManager == null ? new SecretsManager(null, null, null, null) : secretsManager;
  }

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
        Objects.requireNonNullElse(ssh.keepAlive(), usual.keepAlive()),
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
