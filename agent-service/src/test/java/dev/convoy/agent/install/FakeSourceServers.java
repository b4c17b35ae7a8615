package dev.convoy.agent.install;

import dev.convoy.kit.aws.AccountKey;
import java.util.Map;
import java.util.Optional;

/**
 * Source servers in every account.
 *
 * @param disks that are replicated of each that is known, by id
 * @param listings what is listed of some; of the others that are known that they are web-1's and well
 */
public record FakeSourceServers(Map<String, Map<String, Long>> disks, Map<String, Listed> listings)
    implements KnownSourceServers {

  public FakeSourceServers(Map<String, Map<String, Long>> disks) {
    this(disks, Map.of());
  }

  @Override
  public boolean knows(AccountKey account, String sourceServerId) {
    return listed(account, sourceServerId).isPresent();
  }

  @Override
  public Optional<Listed> listed(AccountKey account, String sourceServerId) {
    return Optional.ofNullable(listings.get(sourceServerId)).or(() -> disks.containsKey(sourceServerId)
        ? Optional.of(new Listed(sourceServerId, "web-1", "web-1", true)) : Optional.empty());
  }

  @Override
  public Optional<Listed> listedFor(AccountKey account, String userProvidedId) {
    return listings.values().stream().filter(each -> each.userProvidedId().equals(userProvidedId)).findFirst();
  }

  @Override
  public Map<String, Long> replicatedDisks(AccountKey account, String sourceServerId) {
    return disks.getOrDefault(sourceServerId, Map.of());
  }
}
