package dev.convoy.agent.config;

import dev.convoy.agent.server.WorkerGroups;
import dev.convoy.agent.server.WorkerGroups.Selection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which servers this instance sees to, {@code convoy.worker.*}. Groups are the same on all instances; sites and waves are
 * those of the one group that this instance belongs to.
 *
 * @param sites empty = in every site that has no group of its own
 * @param waves empty = of every wave that has no group of its own
 * @param groups by name
 * @param missingAfter how long no worker of a group must have been there for a person to be told
 */
@ConfigurationProperties("convoy.worker")
public record WorkerSettings(
    @DefaultValue Set<String> sites,
    @DefaultValue Set<String> waves,
    @DefaultValue Map<String, Group> groups,
    @DefaultValue("5m") Duration missingAfter) {

  /** What a group serves. */
  public record Group(@DefaultValue Set<String> sites, @DefaultValue Set<String> waves) {}

  /** @throws IllegalArgumentException naming what is wrong */
  WorkerGroups all() {
    return new WorkerGroups(groups.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
        each -> new Selection(each.getValue().sites(), each.getValue().waves()))));
  }

  Selection told() {
    return new Selection(sites, waves);
  }
}
