package dev.convoy.validation.verdict;

import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import java.util.List;

/** What this service wants done. */
public sealed interface ValidationOperation extends Operation {

  /**
   * A launched instance checked until all checks pass. Changes nothing.
   *
   * @param checks declared for the server; empty = EC2's own status checks alone
   */
  record RunChecks(
      OperationHeader header, AccountKey account, Purpose purpose, String instanceId, String privateIp,
      List<DeclaredCheck> checks)
      implements ValidationOperation {}
}
