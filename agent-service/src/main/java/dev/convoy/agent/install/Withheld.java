package dev.convoy.agent.install;

import dev.convoy.kit.aws.AccountKey;

/** Whether an account is only observed, so that nothing is installed that would register there. */
@FunctionalInterface
public interface Withheld {

  /** Everything may be installed. */
  Withheld NOTHING = (account, serverId) -> false;

  /** True if nothing may be installed; what would have been is kept for the plan. */
  boolean withholds(AccountKey account, String serverId);
}
