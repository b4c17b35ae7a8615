package dev.convoy.agent.adapter.aws;

import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.install.InstallerCredentials;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Assumes the installation role of the account; credentials are kept until too little of their time is left. */
public final class StsInstallerCredentials implements InstallerCredentials {

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration ENOUGH = Duration.ofMinutes(30);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final AwsClients clients;
  private final String roleName;
  private final Clock clock;
  private final Map<String, Credentials> kept = new ConcurrentHashMap<>();

  /** @param roleName name of the role in every target account; its policy is AWSApplicationMigrationAgentInstallationPolicy */
  public StsInstallerCredentials(AwsClients clients, String roleName, Clock clock) {
    this.clients = clients;
    this.roleName = roleName;
    this.clock = clock;
  }

  @Override
  public InstallCredentials of(AccountKey account) {
    var credentials = kept.compute(account.limitKey(), (key, old) -> fresh(old) ? old : assume(account));
    return new InstallCredentials(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }

  private boolean fresh(@org.jspecify.annotations.Nullable Credentials credentials) {
    return credentials != null && credentials.expiration().isAfter(Instant.now(clock).plus(ENOUGH));
  }

  private Credentials assume(AccountKey account) {
    try (var sts = clients.sts(account.region())) {
      return AwsCalls.read(() -> sts.assumeRole(request -> request
          .roleArn("arn:aws:iam::" + account.account() + ":role/" + roleName)
          .roleSessionName("convoy-install")
          .durationSeconds((int) LIFETIME.toSeconds()))).credentials();
    } catch (AwsServiceException e) {
      throw new UnreachableException("AssumeRole of " + roleName + " in " + account.account() + " was refused: "
          + AwsCalls.code(e), RETRY, e);
    }
  }
}
