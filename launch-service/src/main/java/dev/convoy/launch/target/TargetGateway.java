package dev.convoy.launch.target;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.OperationId;
import java.util.Collection;
import java.util.List;
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

  /** CreateSnapshots of all volumes of an instance at one moment; tagged, so that {@link #snapshots} finds them. */
  Answer<List<String>> snapshot(AccountKey account, String instanceId, String serverId, OperationId operation);

  /**
   * Reads the snapshots that operations have taken, many in a call.
   *
   * @return by operation; one that has taken none (yet) is missing
   * @throws HiddenException if EC2 does not let us look
   * @throws dev.convoy.kit.worker.UnreachableException if EC2 cannot be asked now
   */
  Map<OperationId, List<TargetSnapshot>> snapshots(AccountKey account, Collection<OperationId> operations);
}
