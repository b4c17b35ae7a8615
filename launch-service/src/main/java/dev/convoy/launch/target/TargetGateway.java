package dev.convoy.launch.target;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import java.util.Collection;
import java.util.Map;

/** Launched EC2 instances. */
public interface TargetGateway {

  /**
   * Reads instances, many in a call.
   *
   * @return by id; an id that EC2 does not know (any more, or yet) is missing
   * @throws dev.convoy.kit.worker.UnreachableException if EC2 cannot be asked now
   */
  Map<String, TargetInstance> describe(AccountKey account, Collection<String> ids);

  /** StopInstances; its volumes stay. */
  Answer<String> stop(AccountKey account, Collection<String> ids);
}
