package dev.convoy.launch.settings;

import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a look has seen of a server's launch settings, and what was written since.
 *
 * @param at when it was seen
 * @param unread parts that were written since and have to be read back, or of which nobody knows whether they were
 * @param throttled true when the write after it was throttled, so that what is known stands for the next one
 */
record SeenSettings(
    LaunchConfiguration configuration, TemplateVersions versions, List<FoundAction> actions, Instant at,
    Set<Part> unread, boolean throttled) {

  /**
   * So long what was seen stands for a write, and for the next one when that was throttled or when it was another part that
   * was in doubt. Who changes the settings of a server at this very moment by hand is noticed no sooner by a look before the
   * writes: the template is read back after them.
   */
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** What is written and read by itself. */
  enum Part {
    CONFIGURATION,
    TEMPLATE,
    ACTIONS
  }

  /** As it was just read. */
  SeenSettings(LaunchConfiguration configuration, TemplateVersions versions, List<FoundAction> actions, Instant at) {
    this(configuration, versions, actions, at, Set.of(), false);
  }

  boolean fits(ConfigureLaunch operation) {
    var placement = operation.placement();
    return configuration.equals(LaunchConfiguration.wanted(configuration.templateId(), placement))
        && versions.present().fits(placement) && ActionSettings.fit(actions, operation);
  }

  boolean isRead(Part part) {
    return !unread.contains(part);
  }

  boolean isFresh(Instant now) {
    return now.isBefore(at.plus(FRESH));
  }

  /** True if the next write needs no other look. */
  boolean standsFor(Instant now) {
    return throttled && isFresh(now);
  }

  /** True if nobody knows what became of the last write. */
  boolean isInDoubt() {
    return !throttled && !unread.isEmpty();
  }

  /** @param known the actions by MGN's answers */
  SeenSettings with(List<FoundAction> known) {
    return new SeenSettings(configuration, versions, known, at, unread, throttled);
  }

  /** All actions were written: those that MGN has stored otherwise than was wanted are read back. */
  SeenSettings actionsWritten(ConfigureLaunch operation) {
    return ActionSettings.fit(actions, operation) ? this
        : new SeenSettings(configuration, versions, actions, at, with(Part.ACTIONS), throttled);
  }

  /** MGN's answer is the whole configuration: it is read back only where it is not what was wanted. */
  SeenSettings written(LaunchConfiguration wanted, LaunchConfiguration stored) {
    return new SeenSettings(wanted, versions, actions, at, stored.equals(wanted) ? unread : with(Part.CONFIGURATION), throttled);
  }

  SeenSettings written(TemplateVersions stored) {
    return new SeenSettings(configuration, stored, actions, at, with(Part.TEMPLATE), throttled);
  }

  SeenSettings heldUp() {
    return new SeenSettings(configuration, versions, actions, at, unread, true);
  }

  /** @param part whose write had no answer */
  SeenSettings doubted(Part part) {
    return new SeenSettings(configuration, versions, actions, at, with(part), false);
  }

  private Set<Part> with(Part part) {
    var all = new HashSet<>(unread);
    all.add(part);
    return Set.copyOf(all);
  }
}
