package dev.convoy.agent.install;

import dev.convoy.agent.host.InstallCredentials;
import dev.convoy.kit.aws.AccountKey;

/** Short-lived credentials of the installation role of an account. */
public interface InstallerCredentials {

  /**
   * Credentials that are good for at least the time of an installation.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if none can be had now
   */
  InstallCredentials of(AccountKey account);
}
