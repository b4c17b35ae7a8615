package dev.convoy.lab.wayback;

import dev.convoy.lab.aws.door.StandingDoor.Standing;
import dev.convoy.lab.hosts.HostStanding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a server stood when somebody looked at it from outside.
 *
 * @param host empty if there is none
 * @param sources source servers of MGN that were given its id
 * @param names records of all zones
 * @param written what users had written on instances and were told is written, by instance
 */
record Sight(
    String serverId, Instant at, Optional<HostStanding> host, List<Standing> sources, List<NameStanding> names,
    Map<String, Written> written) {

  /** How often, and when last. */
  record Written(long writes, Instant last) {}

  /** Its source server that counts. */
  Optional<Standing> source() {
    return sources.stream().filter(each -> !each.archived()).findFirst();
  }
}
