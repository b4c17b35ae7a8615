package dev.convoy.launch.adapter.hook;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.HookedZone;
import dev.convoy.launch.names.NameGateway;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Names of Route 53 and names behind hooks, each by its zone. */
public record NamesByZone(NameGateway route53, NameGateway hooks) implements NameGateway {

  @Override
  public Map<String, Found> read(AccountKey account, String zoneId, Collection<String> names) throws InterruptedException {
    return of(zoneId).read(account, zoneId, names);
  }

  @Override
  public Changed replace(AccountKey account, String zoneId, List<Replacement> replacements) throws InterruptedException {
    return of(zoneId).replace(account, zoneId, replacements);
  }

  @Override
  public boolean isEverywhere(AccountKey account, String zoneId, String change) throws InterruptedException {
    return of(zoneId).isEverywhere(account, zoneId, change);
  }

  private NameGateway of(String zoneId) {
    return HookedZone.of(zoneId).isPresent() ? hooks : route53;
  }
}
