package dev.convoy.lab.extras;

import dev.convoy.lab.events.EventLine;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What events say of machine images that people ask for. Written by one thread, read by others. */
public final class ImageTalk {
  static final String REQUESTED = "ImageRequested";
  static final String CREATED = "ImageCreated";
  static final String FAILED = "ImageFailed";

  private final Map<String, Integer> requested = new ConcurrentHashMap<>();
  private final Map<String, Integer> answered = new ConcurrentHashMap<>();
  private final Set<String> imaged = ConcurrentHashMap.newKeySet();

  /** Takes an event of whatever type. */
  public void take(EventLine event) {
    switch (event.type()) {
      case REQUESTED -> requested.merge(event.key(), 1, Integer::sum);
      case CREATED -> {
        imaged.add(event.key());
        answered.merge(event.key(), 1, Integer::sum);
      }
      case FAILED -> answered.merge(event.key(), 1, Integer::sum);
      default -> { }
    }
  }

  /** Requests about a server so far. */
  public int requested(String serverId) {
    return requested.getOrDefault(serverId, 0);
  }

  /** True while a request waits for its answer. */
  public boolean isOpen(String serverId) {
    return requested(serverId) > answered.getOrDefault(serverId, 0);
  }

  /** True when an image of it was handed on. */
  boolean isImaged(String serverId) {
    return imaged.contains(serverId);
  }
}
