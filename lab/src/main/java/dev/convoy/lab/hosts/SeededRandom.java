package dev.convoy.lab.hosts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** A stream of bytes that is the same for the same label: SHA-256 in counter mode. For lab keys only. */
final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final byte[] label;
  private long block;

  SeededRandom(String label) {
    this.label = label.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    int filled = 0;
    while (filled < bytes.length) {
      byte[] next = nextBlock();
      int length = Math.min(next.length, bytes.length - filled);
      System.arraycopy(next, 0, bytes, filled, length);
      filled += length;
    }
  }

  private byte[] nextBlock() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(label);
      return digest.digest(ByteBuffer.allocate(Long.BYTES).putLong(block++).array());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
