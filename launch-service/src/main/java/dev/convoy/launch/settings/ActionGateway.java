package dev.convoy.launch.settings;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.LaunchAction;
import java.util.List;

/** MGN's post-launch actions, of a source server each. */
public interface ActionGateway {

  /**
   * ListSourceServerActions, those of others too; none if MGN does not know the server.
   *
   * @throws dev.convoy.launch.target.HiddenException if they may not be looked at
   */
  List<FoundAction> list(AccountKey account, String sourceServerId);

  /**
   * PutSourceServerAction: makes it, or writes it anew.
   *
   * @return the action as MGN has stored it
   */
  Answer<FoundAction> put(AccountKey account, String sourceServerId, LaunchAction action);

  /** RemoveSourceServerAction. */
  Answer<String> remove(AccountKey account, String sourceServerId, String actionId);
}
