package dev.convoy.lab.hosts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;

/** The server's message of NTLM (MS-NLMP 2.2.1.2). */
final class NtlmChallenge {
  private static final int HEADER = 56;
  private static final long EPOCH_OFFSET_SECONDS = 11_644_473_600L;
  private static final int NEGOTIATE_LM_KEY = 0x80;
  /** Unicode, request target, NTLM, always sign, extended security, target type server, target info, version. */
  private static final int OFFERED = 0x1 | 0x4 | 0x200 | 0x8000 | 0x80000 | 0x20000 | 0x800000 | 0x02000000;
  private static final byte[] VERSION = {10, 0, 0x61, 0x4a, 0, 0, 0, 15};

  private NtlmChallenge() {}

  static byte[] random() {
    byte[] challenge = new byte[8];
    new SecureRandom().nextBytes(challenge);
    return challenge;
  }

  static byte[] message(byte[] challenge, int clientFlags, String hostName) {
    byte[] name = hostName.getBytes(StandardCharsets.UTF_16LE);
    byte[] info = targetInfo(name);
    return buffer(HEADER + name.length + info.length)
        .put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(NtlmMessage.CHALLENGE)
        .putShort((short) name.length).putShort((short) name.length).putInt(HEADER)
        .putInt(clientFlags & ~NEGOTIATE_LM_KEY | OFFERED)
        .put(challenge).putLong(0)
        .putShort((short) info.length).putShort((short) info.length).putInt(HEADER + name.length)
        .put(VERSION).put(name).put(info).array();
  }

  /** Names of domain and computer, then the time. */
  private static byte[] targetInfo(byte[] name) {
    ByteBuffer info = buffer(4 * (4 + name.length) + 12 + 4);
    for (int id : new int[] {2, 1, 4, 3}) {
      info.putShort((short) id).putShort((short) name.length).put(name);
    }
    Instant now = Instant.now();
    long time = (now.getEpochSecond() + EPOCH_OFFSET_SECONDS) * 10_000_000L + now.getNano() / 100;
    return info.putShort((short) 7).putShort((short) 8).putLong(time).putInt(0).array();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
