package dev.convoy.validation.profile;

import java.time.Instant;
import java.util.List;

/**
 * What the newest look at the source has shown.
 *
 * @param round in which was looked
 * @param at when was looked
 * @param ports TCP ports that were listened on, lowest first
 * @param services running services that the settings name
 */
public record SourceProfile(int round, Instant at, List<Integer> ports, List<String> services) {

  /** True when this look was made after the other. */
  public boolean isLaterThan(SourceProfile other) {
    return round != other.round ? round > other.round : at.isAfter(other.at);
  }
}
