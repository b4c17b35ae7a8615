package dev.convoy.launch.settings;

import dev.convoy.launch.server.LaunchAction;

/**
 * A post-launch action as MGN shows it.
 *
 * @param unaltered it is active and has nothing that Convoy does not write
 */
public record FoundAction(String id, boolean unaltered, LaunchAction settings) {

  boolean isOurs() {
    return LaunchAction.isOurs(id);
  }

  boolean is(LaunchAction wanted) {
    return unaltered && id.equals(wanted.id()) && settings.equals(wanted);
  }
}
