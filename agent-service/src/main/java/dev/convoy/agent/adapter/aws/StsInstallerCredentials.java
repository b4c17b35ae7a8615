package dev.convoy.agent.adapter.aws;

import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.host.Partition;
import dev.convoy.agent.install.InstallerCredentials;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Assumes the installation role of the account. Credentials are kept while they last for a whole installation; where the
 * role gives no more than that, they serve those that begin within the same minute.
 */
public final class StsInstallerCredentials implements InstallerCredentials {

  /** Roles are made with it, and a role that another role assumes has no more. */
  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration MOST = Duration.ofHours(12);
  private static final Duration SHARED = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final AwsClients clients;
  private final String roleName;
  private final Duration within;
  private final Clock clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /**
   * @param roleName name of the role in every target account; its policy is AWSApplicationMigrationAgentInstallationPolicy
   * @param within most time of an installation, at most 12 hours
   * @throws IllegalArgumentException naming the property that is wrong
   */
  public StsInstallerCredentials(AwsClients clients, String roleName, Duration within, Clock clock) {
    if (within.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("[CVY-2319] agent-service: convoy.agent.install-within is " + within
          + ", and AWS gives no credentials for more than " + MOST + "; lower it");
    }
    this.clients = clients;
    this.roleName = roleName;
    this.within = within;
    this.clock = clock;
  }

  @Override
  public InstallCredentials of(AccountKey account) throws PushFailure {
    var credentials = kept.computeIfAbsent(account.limitKey(), key -> new Kept()).get(account);
    return new InstallCredentials(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }

  /** Those of one account and region; whoever needs fresh ones asks for them once. */
  private final class Kept {

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Credentials credentials;

    Credentials get(AccountKey account) throws PushFailure {
      lock.lock();
      try {
        var last = credentials;
        if (last == null || last.expiration().isBefore(Instant.now(clock).plus(within).minus(SHARED))) {
          last = assume(account);
          credentials = last;
        }
        return last;
      } finally {
        lock.unlock();
      }
    }
  }

  private Credentials assume(AccountKey account) throws PushFailure {
    var asked = within.compareTo(USUAL) > 0 ? within : USUAL;
    try (var sts = clients.sts(account.region())) {
      return AwsCalls.read(() -> sts.assumeRole(request -> request
          .roleArn("arn:" + Partition.of(account.region()).id() + ":iam::" + account.account() + ":role/" + roleName)
          .roleSessionName("convoy-install")
          .durationSeconds((int) asked.toSeconds()))).credentials();
    } catch (AwsServiceException e) {
      if (isTooLong(e)) {
        throw tooLong(account, String.valueOf(e.getMessage()));
      }
      throw new UnreachableException("AssumeRole of " + roleName + " in " + account.account() + " was refused: "
          + AwsCalls.code(e), RETRY, e);
    }
  }

  /** AWS has one code for all that it finds wrong with a request, so the text decides. */
  private static boolean isTooLong(AwsServiceException e) {
    return String.valueOf(e.getMessage()).contains("requested DurationSeconds exceeds");
  }

  private PushFailure tooLong(AccountKey account, String answer) {
    var chained = answer.contains("role chaining");
    return new PushFailure(PushFailure.Kind.INSTALL_ROLE, account.account(),
        "sessions of " + roleName + " in " + account.account() + " do not last for an installation of " + within
            + (chained ? ": a role that another role assumes has at most " + USUAL : ""),
        chained ? "lower convoy.agent.install-within to at most one hour, or give agent-service credentials of a user"
            : PushFailure.Kind.INSTALL_ROLE.remedy());
  }
}
