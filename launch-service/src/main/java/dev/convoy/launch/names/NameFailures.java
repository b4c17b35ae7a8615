package dev.convoy.launch.names;

import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.HookedZone;
import dev.convoy.launch.server.NameChange;
import dev.convoy.launch.server.NameRecord;
import java.util.Map;

/** Why names cannot be read or led elsewhere. */
final class NameFailures {

  private NameFailures() {}

  static Failure foreign(String name, String zone, String what) {
    return new Failure("CVY-4401", name + " in zone " + zone + " has " + what + ", which Convoy does not switch",
        "give it one A record, or leave it out of dnsNames and lead it to the target by hand; then retry", true);
  }

  static Failure changed(NameChange change, String found) {
    return new Failure("CVY-4402", change.name() + " in zone " + change.zoneId() + " was changed by somebody else: it says " + found
        + ", not " + expected(change) + " as Convoy left it; it stays as it is",
        "find out who changed it; make it say " + change.to() + " or what was expected, then retry", true);
  }

  private static String expected(NameChange change) {
    return String.join(" or ", change.from().stream().distinct().map(NameRecord::toString).toList());
  }

  /** @param changes by zone */
  static Failure notEverywhere(Map<String, String> changes) {
    var hook = changes.keySet().stream().flatMap(zone -> HookedZone.of(zone).stream()).map(HookedZone::hook).findFirst();
    return new Failure("CVY-4405", "change " + String.join(", ", changes.values()) + " has not reached all name servers in time",
        hook.map(name -> "look at the name servers behind hook " + name + "; they are asked again")
            .orElse("look at the state of Route 53; it is looked at again"), false);
  }
}
