package dev.convoy.agent.server;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which group of workers sees to a server. A group that names the server's site and wave goes before one that names its
 * site, that before one that names its wave: where a worker stands says what it can reach. Whoever is named by no group
 * belongs to the rest, the workers that are told nothing. So there is exactly one answer for every server.
 */
public final class WorkerGroups {

  /** There are no groups: every worker sees to every server. */
  public static final WorkerGroups NONE = new WorkerGroups(Map.of());

  /** What the workers that are told nothing are called in metrics. */
  private static final String REST = "rest";
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";
  private static final String EVERYWHERE = "; correct convoy.worker.groups, the same on all instances";

  /**
   * What a group serves.
   *
   * @param sites empty = in every site
   * @param waves empty = of every wave
   */
  public record Selection(Set<String> sites, Set<String> waves) {

    /** Nothing in particular: what no group serves. */
    public static final Selection REST = new Selection(Set.of(), Set.of());

    public Selection {
      sites = Set.copyOf(sites);
      waves = Set.copyOf(waves);
    }

    private boolean serves(String site, @Nullable String wave) {
      return (sites.isEmpty() || sites.contains(site)) && (waves.isEmpty() || wave != null && waves.contains(wave));
    }

    /** Groups of the same rank must not meet. */
    private int rank() {
      return (sites.isEmpty() ? 2 : 0) + (waves.isEmpty() ? 1 : 0);
    }

    private boolean meets(Selection other) {
      return rank() == other.rank() && (sites.isEmpty() || sites.stream().anyMatch(other.sites::contains))
          && (waves.isEmpty() || waves.stream().anyMatch(other.waves::contains));
    }

    /** As it is told to an instance. */
    @Override
    public String toString() {
      return equals(REST) ? "neither convoy.worker.sites nor convoy.worker.waves"
          : told("convoy.worker.sites", sites) + (sites.isEmpty() || waves.isEmpty() ? "" : " and ")
              + told("convoy.worker.waves", waves);
    }

    private static String told(String property, Set<String> values) {
      return values.isEmpty() ? "" : property + "=" + String.join(",", new TreeSet<>(values));
    }
  }

  private final Map<String, Selection> groups;

  /**
   * @param groups by name
   * @throws IllegalArgumentException if a name is no name, a group names nothing, or two could serve the same server
   */
  public WorkerGroups(Map<String, Selection> groups) {
    this.groups = new TreeMap<>(groups);
    this.groups.forEach((name, selection) -> {
      if (!name.matches(NAME) || name.equals(REST)) {
        throw wrong("'" + name + "' is no name: use up to 40 of a-z, 0-9 and -, but not " + REST);
      }
      if (selection.equals(Selection.REST)) {
        throw wrong(name + " names neither sites nor waves");
      }
      this.groups.forEach((other, met) -> {
        if (name.compareTo(other) < 0 && selection.meets(met)) {
          throw wrong(name + " and " + other + " could both serve the same server");
        }
      });
    });
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("[CVY-2010] convoy.worker.groups: " + what + EVERYWHERE);
  }

  /** Names of all groups besides the rest, in order. */
  public List<String> names() {
    return List.copyOf(groups.keySet());
  }

  /** The group that sees to a server; null = the rest. */
  public @Nullable String of(String site, @Nullable String wave) {
    return groups.entrySet().stream().filter(group -> group.getValue().serves(site, wave))
        .min((one, other) -> Integer.compare(one.getValue().rank(), other.getValue().rank()))
        .map(Map.Entry::getKey).orElse(null);
  }

  /** What a group serves; {@link Selection#REST} for the rest and for a group that is none any more. */
  public Selection selection(@Nullable String group) {
    return group == null ? Selection.REST : Objects.requireNonNullElse(groups.get(group), Selection.REST);
  }

  /**
   * The group of an instance that is told this; null = the rest.
   *
   * @throws IllegalArgumentException if no group serves just this, so that nobody would send it anything
   */
  public @Nullable String serving(Selection told) {
    if (told.equals(Selection.REST)) {
      return null;
    }
    return groups.entrySet().stream().filter(group -> group.getValue().equals(told)).map(Map.Entry::getKey).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("[CVY-2011] this instance is told " + told
            + ", and no group of convoy.worker.groups serves just that (there are: " + described()
            + "); add the group on all instances, or correct what this one is told"));
  }

  private String described() {
    return groups.isEmpty() ? "none" : groups.entrySet().stream()
        .map(group -> group.getKey() + " with " + group.getValue()).collect(Collectors.joining("; "));
  }
}
