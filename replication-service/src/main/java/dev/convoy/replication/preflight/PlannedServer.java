package dev.convoy.replication.preflight;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server that is to move.
 *
 * @param application its move group; null = a group of its own
 * @param bound its agent is installed, so that MGN counts it already
 * @param launched it has an instance, which may hold its planned address
 * @param namesElsewhere its names that servers outside of the wave have too, with these; null = not known
 * @param tested true = it is not launched for a test any more; null = not known
 */
public record PlannedServer(
    String serverId, boolean windows, @Nullable String application, boolean bound, boolean launched, Target target,
    @Nullable Boolean tested, @Nullable Map<String, List<String>> namesElsewhere) {

  public PlannedServer(
      String serverId, boolean windows, @Nullable String application, boolean bound, boolean launched, Target target) {
    this(serverId, windows, application, bound, launched, target, null, null);
  }

  /** Whether an instance of it is still to be launched in a subnet for that purpose. */
  boolean wants(String word) {
    return !launched && !(word.equals("test") && Boolean.TRUE.equals(tested));
  }

  String group() {
    return application == null ? "server " + serverId : "application " + application;
  }
}
