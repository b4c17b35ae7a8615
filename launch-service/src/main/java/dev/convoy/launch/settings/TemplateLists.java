package dev.convoy.launch.settings;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** All launch templates of an account in a few calls, for as many servers as can use the answer. Keeps the last list of each account. */
final class TemplateLists {

  /** So long a list stands for servers that are looked at after it was read. */
  private static final Duration STANDS = Duration.ofSeconds(5);

  private final TemplateGateway gateway;
  private final Clock clock;
  private final ConcurrentMap<AccountKey, Listed> last = new ConcurrentHashMap<>();

  TemplateLists(TemplateGateway gateway, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
  }

  private record Listed(Instant begunAt, Map<String, TemplateVersions> templates) {
    boolean covers(Optional<Instant> touched) {
      return touched.isEmpty() || begunAt.isAfter(touched.get());
    }
  }

  /**
   * A list.
   *
   * @param templates by their ids; none where one by one takes no more calls, or where they cannot be listed now: whether AWS
   *     can be asked at all shows where each is read by itself
   * @param fresh false if it was read for others before: who else may have written since is not known
   */
  record Listing(Map<String, TemplateVersions> templates, boolean fresh) {}

  /** @param touched when the template of each server that needs it was last written; empty = not since it was looked at */
  Listing of(AccountKey account, Collection<Optional<Instant>> touched) {
    var known = last.get(account);
    var now = clock.instant();
    if (known != null && now.isBefore(known.begunAt().plus(STANDS)) && touched.stream().allMatch(known::covers)) {
      return new Listing(known.templates(), false);
    }
    last.remove(account);
    var listed = listed(account, touched.size());
    if (!listed.isEmpty()) {
      last.put(account, new Listed(now, listed));
    }
    return new Listing(listed, true);
  }

  private Map<String, TemplateVersions> listed(AccountKey account, int templates) {
    try {
      return gateway.all(account, templates);
    } catch (UnreachableException e) {
      return Map.of();
    }
  }
}
