package dev.convoy.launch.settings;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import java.util.Optional;

/** MGN's launch configurations, one per source server. */
public interface LaunchConfigurationGateway {

  /** GetLaunchConfiguration; empty if MGN does not know the server. */
  Optional<LaunchConfiguration> read(AccountKey account, String sourceServerId);

  /**
   * UpdateLaunchConfiguration.
   *
   * @return the whole configuration as MGN has stored it
   */
  Answer<LaunchConfiguration> write(AccountKey account, String sourceServerId, LaunchConfiguration wanted);
}
