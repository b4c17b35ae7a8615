package dev.convoy.replication.preflight;

import org.jspecify.annotations.Nullable;

/**
 * A server that is to move.
 *
 * @param application its move group; null = a group of its own
 * @param bound its agent is installed, so that MGN counts it already
 * @param launched it has an instance, which may hold its planned address
 */
public record PlannedServer(
    String serverId, boolean windows, @Nullable String application, boolean bound, boolean launched, Target target) {

  String group() {
    return application == null ? "server " + serverId : "application " + application;
  }
}
