package dev.convoy.lab.hosts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files of a Windows host, in memory; names do not differ by case. */
final class WindowsFiles {
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  boolean exists(String path) {
    return files.containsKey(key(path));
  }

  void write(String path, byte[] content) {
    files.put(key(path), content);
  }

  void append(String path, String content) {
    files.merge(key(path), content.getBytes(StandardCharsets.UTF_8), WindowsFiles::join);
  }

  void remove(String path) {
    files.remove(key(path));
  }

  Optional<String> text(String path) {
    return Optional.ofNullable(files.get(key(path))).map(content -> new String(content, StandardCharsets.UTF_8));
  }

  /** SHA-256 as {@code Get-FileHash} prints it. */
  Optional<String> hash(String path) {
    return Optional.ofNullable(files.get(key(path))).map(WindowsFiles::sha256);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static String key(String path) {
    return path.toLowerCase(Locale.ROOT);
  }
}
