package dev.convoy.launch.image;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.OperationId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Machine images of an account's own. */
public interface ImageGateway {

  /** CreateImage without a reboot; image and snapshots are tagged, so that {@link #images} finds the image. */
  Answer<String> create(AccountKey account, String instanceId, String name, String serverId, OperationId operation);

  /**
   * Reads the images that operations have begun, many in a call.
   *
   * @return by operation; one that has begun none (yet) is missing
   * @throws dev.convoy.launch.target.HiddenException if EC2 does not let us look
   * @throws dev.convoy.kit.worker.UnreachableException if EC2 cannot be asked now
   */
  Map<OperationId, List<MachineImage>> images(AccountKey account, Collection<OperationId> operations);
}
