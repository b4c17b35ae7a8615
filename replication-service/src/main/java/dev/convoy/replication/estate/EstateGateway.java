package dev.convoy.replication.estate;

import dev.convoy.kit.aws.AccountKey;
import java.util.List;

/** Reads what an account holds; changes nothing. */
public interface EstateGateway {

  /**
   * All source servers, archived ones too; none where MGN is not initialized.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if AWS cannot be asked now
   * @throws dev.convoy.replication.server.ReadRefusedException if it refuses for good
   */
  List<FoundServer> servers(AccountKey account);
}
