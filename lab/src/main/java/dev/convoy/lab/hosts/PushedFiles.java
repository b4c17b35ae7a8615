package dev.convoy.lab.hosts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** What has been pushed to a host, in parts. Its bytes are hashed and not kept: those of a whole fleet would not fit. */
final class PushedFiles {
  private final Set<String> whole = new HashSet<>();
  private final Map<String, Part> parts = new HashMap<>();

  private static final class Part {
    private final MessageDigest digest = sha512();
    private long length;
  }

  /** True once it has arrived as it was sent. */
  synchronized boolean has(String sha512) {
    return whole.contains(sha512);
  }

  /** Takes the bytes if what has arrived of the file ends at the offset; says how the file stands. */
  synchronized HostAnswer put(String sha512, long size, long offset, byte[] bytes) {
    if (whole.contains(sha512)) {
      return new HostAnswer().scalar("put", "whole");
    }
    Part part = parts.computeIfAbsent(sha512, first -> new Part());
    if (part.length == offset) {
      part.digest.update(bytes);
      part.length += bytes.length;
    }
    if (part.length < size) {
      return new HostAnswer().scalar("put", "part").scalar("arrived", part.length);
    }
    parts.remove(sha512);
    if (part.length > size || !HexFormat.of().formatHex(part.digest.digest()).equals(sha512)) {
      return new HostAnswer().scalar("put", "broken").scalar("arrived", 0);
    }
    whole.add(sha512);
    return new HostAnswer().scalar("put", "whole").scalar("arrived", size);
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
