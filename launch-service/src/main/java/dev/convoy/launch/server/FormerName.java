package dev.convoy.launch.server;

/**
 * A name as it was before Convoy did anything to it.
 *
 * @param zoneId hosted zone of Route 53, or a {@link dev.convoy.kit.core.HookedZone}
 */
public record FormerName(String zoneId, String name, NameRecord record) {}
