package dev.convoy.launch.server;

import java.util.List;

/**
 * What a name is to say.
 *
 * @param from what it may say before: all that Convoy may have left there. Anything else is somebody's, and stays
 * @param to what it says afterwards
 */
public record NameChange(String zoneId, String name, List<NameRecord> from, NameRecord to) {

  public NameChange {
    from = List.copyOf(from);
  }
}
