package dev.convoy.agent.install;

import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.kit.aws.AccountKey;

/** Short-lived credentials of the installation role of an account. */
public interface InstallerCredentials {

  /**
   * Credentials that are good for at least the time of an installation.
   *
   * @throws PushFailure {@code INSTALL_ROLE} if AWS gives none that last so long
   * @throws dev.convoy.kit.worker.UnreachableException if none can be had now
   */
  InstallCredentials of(AccountKey account) throws PushFailure;
}
