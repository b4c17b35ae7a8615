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
 * @param touched when the last of them was written, or had to be read; else when it was seen
 * @param due true when they have to be read before anything else is done: nothing is left to write, or the last write is in
 *     doubt
 */
record SeenSettings(
    LaunchConfiguration configuration, TemplateVersions versions, List<FoundAction> actions, Instant at,
    Set<Part> unread, Instant touched, boolean due) {

  /**
   * So long what was seen stands for what is written after it, and what was written until it is read back. Who changes the
   * settings of a server by hand at this very moment may be written over; the template is read back after the last write.
   */
  private static final Duration FRESH = Duration.ofMinutes(1);

  /** What is written and read by itself. */
  enum Part {
    CONFIGURATION,
    TEMPLATE,
    ACTIONS
  }

  /** As it was just read. */
  SeenSettings(LaunchConfiguration configuration, TemplateVersions versions, List<FoundAction> actions, Instant at) {
    this(configuration, versions, actions, at, Set.of(), at, false);
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
    return now.isBefore(touched.plus(FRESH));
  }

  /** Whether the next look has to read the template. */
  boolean wantsTemplate() {
    return due && !isRead(Part.TEMPLATE);
  }

  /** @param known the actions by MGN's answers */
  SeenSettings with(List<FoundAction> known) {
    return new SeenSettings(configuration, versions, known, at, unread, touched, due);
  }

  /** All actions were written: those that MGN has stored otherwise than was wanted are read back. */
  SeenSettings actionsWritten(ConfigureLaunch operation) {
    return ActionSettings.fit(actions, operation) ? this
        : new SeenSettings(configuration, versions, actions, at, with(Part.ACTIONS), touched, due);
  }

  /** MGN's answer is the whole configuration: it is read back only where it is not what was wanted. */
  SeenSettings written(LaunchConfiguration wanted, LaunchConfiguration stored) {
    return new SeenSettings(wanted, versions, actions, at, stored.equals(wanted) ? unread : with(Part.CONFIGURATION), touched, due);
  }

  SeenSettings written(TemplateVersions stored) {
    return new SeenSettings(configuration, stored, actions, at, with(Part.TEMPLATE), touched, due);
  }

  /** @param part whose write had no answer */
  SeenSettings doubted(Part part, Instant now) {
    return new SeenSettings(configuration, versions, actions, at, with(part), now, true);
  }

  /** Nothing is left to write. */
  SeenSettings ended(Instant now) {
    return new SeenSettings(configuration, versions, actions, at, unread, now, true);
  }

  private Set<Part> with(Part part) {
    var all = new HashSet<>(unread);
    all.add(part);
    return Set.copyOf(all);
  }
}
