package dev.convoy.validation.verdict;

import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.validation.profile.Comparison;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this service wants done. */
public sealed interface ValidationOperation extends Operation {

  /**
   * A launched instance checked until all checks pass. Changes nothing.
   *
   * @param checks declared for the server; empty = EC2's own status checks alone
   * @param comparison what of its source it is compared with; null = nothing is known of the source, or nothing is compared
   */
  record RunChecks(
      OperationHeader header, AccountKey account, Purpose purpose, String instanceId, String privateIp,
      List<DeclaredCheck> checks, @Nullable Comparison comparison)
      implements ValidationOperation {}
}
