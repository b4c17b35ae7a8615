package dev.convoy.lab.aws.cloud;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects of S3, as far as MGN reads and writes them: texts by bucket and key, of all accounts. Forgotten with the
 * simulator's end.
 */
public final class StoredObjects {

  private final Map<String, String> texts = new ConcurrentSkipListMap<>();

  /** Puts an object. */
  public void put(String bucket, String key, String text) {
    texts.put(bucket + "/" + key, text);
  }

  /** The text of an object; null if there is none. */
  public @Nullable String get(String bucket, String key) {
    return texts.get(bucket + "/" + key);
  }
}
