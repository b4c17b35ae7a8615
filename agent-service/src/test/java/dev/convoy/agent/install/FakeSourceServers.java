package dev.convoy.agent.install;

import dev.convoy.kit.aws.AccountKey;
import java.util.Map;

/** Source servers by id with the disks that are replicated of them, in every account. */
public record FakeSourceServers(Map<String, Map<String, Long>> disks) implements KnownSourceServers {

  @Override
  public boolean knows(AccountKey account, String sourceServerId) {
    return disks.containsKey(sourceServerId);
  }

  @Override
  public Map<String, Long> replicatedDisks(AccountKey account, String sourceServerId) {
    return disks.getOrDefault(sourceServerId, Map.of());
  }
}
