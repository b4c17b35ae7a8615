package dev.convoy.validation.checks;

import dev.convoy.kit.aws.AccountKey;
import java.util.Map;
import java.util.Set;

/** EC2's status checks. */
public interface InstanceStatuses {

  /**
   * Reads the status of instances. Those that EC2 does not know are missing from the answer.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if AWS cannot be asked now
   */
  Map<String, InstanceStatus> read(AccountKey account, Set<String> instanceIds);
}
