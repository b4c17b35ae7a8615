package dev.convoy.kit.core;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A zone on DNS servers that are reached by a hook. It stands where the id of a hosted zone of Route 53 stands otherwise, as
 * {@code hook:NAME/DOMAIN}, which no such id can be.
 *
 * @param hook name of the hook in the settings of launch-service
 * @param domain of the zone, in lower case without a final dot
 */
public record HookedZone(String hook, String domain) {

  /** What environments.yml says in place of a zone id: {@code hook:NAME}. */
  public static final Pattern REFERENCE = Pattern.compile("hook:([a-z0-9][a-z0-9-]{0,31})");

  private static final Pattern ID = Pattern.compile(REFERENCE.pattern() + "/([a-z0-9_](?:[a-z0-9_.-]{0,252}))");

  /** Empty for a zone of Route 53. */
  public static Optional<HookedZone> of(String zoneId) {
    var matcher = ID.matcher(zoneId);
    return matcher.matches() ? Optional.of(new HookedZone(matcher.group(1), matcher.group(2))) : Optional.empty();
  }

  /** What stands for it among the ids of zones. */
  public String zoneId() {
    return "hook:" + hook + "/" + domain;
  }
}
