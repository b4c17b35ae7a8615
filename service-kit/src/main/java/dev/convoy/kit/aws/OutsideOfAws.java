package dev.convoy.kit.aws;

import dev.convoy.kit.worker.LastLook;
import java.time.Duration;
import java.util.Optional;

/**
 * What is changed for an account by other means than the clients of AWS. Where the account is only observed it is withheld and
 * kept for the plan, as the calls of these clients are.
 */
public record OutsideOfAws(AwsSettings settings, PlannedCalls planned) {

  /**
   * Asks for leave to change something.
   *
   * @param service that would change it, for the plan
   * @param parameters without secrets
   * @return how long to wait before it is asked again; empty = it may be changed
   */
  public Optional<Duration> withheld(AccountKey account, String service, String operation, String parameters) {
    if (!settings.observes(account)) {
      return Optional.empty();
    }
    planned.withheld(account.account(), account.region(), service, operation, LastLook.servers(), parameters);
    return Optional.of(Observing.PAUSE);
  }
}
