package dev.convoy.lab.hosts;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signing and sealing of one connection that NTLM has authenticated, with extended session security (MS-NLMP 3.4). */
final class NtlmSession {
  static final int SIGNATURE = 16;

  private static final int EXTENDED_SECURITY = 0x80000;
  private static final int STRONG = 0x20000000;
  private static final int MEDIUM = 0x80000000;
  private static final int KEY_EXCHANGE = 0x40000000;
  private static final int CHECKSUM = 8;
  private static final int VERSION = 1;

  private final Direction incoming;
  private final Direction outgoing;

  private NtlmSession(Direction incoming, Direction outgoing) {
    this.incoming = incoming;
    this.outgoing = outgoing;
  }

  /**
   * The session of a server.
   *
   * @param exportedKey of 16 bytes, that both sides know
   * @param flags that were negotiated
   */
  static NtlmSession ofServer(byte[] exportedKey, int flags) {
    return new NtlmSession(Direction.of(exportedKey, flags, "client-to-server"),
        Direction.of(exportedKey, flags, "server-to-client"));
  }

  /** What a client has sealed. @throws ProtocolException if its signature is not that of the client's next message */
  byte[] unseal(byte[] signature, byte[] sealed) throws ProtocolException {
    byte[] message = incoming.crypt(sealed);
    if (!MessageDigest.isEqual(signature, incoming.sign(message))) {
      throw new ProtocolException("signature of a sealed message is wrong");
    }
    return message;
  }

  /** Signature and sealed message, one after the other. */
  byte[] seal(byte[] message) {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    byte[] text = outgoing.crypt(message);
    sealed.writeBytes(outgoing.sign(message));
    sealed.writeBytes(text);
    return sealed.toByteArray();
  }

  /** True where messages can be signed and sealed at all. */
  static boolean possible(int flags) {
    return (flags & EXTENDED_SECURITY) != 0;
  }

  /** True if the client has sent the key of the session, encrypted with that of its password. */
  static boolean keyIsExchanged(int flags) {
    return (flags & KEY_EXCHANGE) != 0;
  }

  static byte[] rc4(byte[] key, byte[] data) {
    return update(cipher(key), data);
  }

  private static Cipher cipher(byte[] key) {
    try {
      Cipher cipher = Cipher.getInstance("RC4");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "RC4"));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] update(Cipher cipher, byte[] data) {
    byte[] result = cipher.update(data);
    return result == null ? new byte[0] : result;
  }

  /** One direction: its stream cipher and its count go on from message to message. */
  private static final class Direction {
    private final byte[] signingKey;
    private final Cipher cipher;
    private final boolean keyExchanged;
    private int sequence;

    private Direction(byte[] signingKey, byte[] sealingKey, boolean keyExchanged) {
      this.signingKey = signingKey;
      this.cipher = cipher(sealingKey);
      this.keyExchanged = keyExchanged;
    }

    static Direction of(byte[] key, int flags, String name) {
      byte[] forSealing = (flags & STRONG) != 0 ? key : Arrays.copyOf(key, (flags & MEDIUM) != 0 ? 7 : 5);
      return new Direction(md5(key, "session key to " + name + " signing key magic constant\0"),
          md5(forSealing, "session key to " + name + " sealing key magic constant\0"), keyIsExchanged(flags));
    }

    byte[] crypt(byte[] data) {
      return update(cipher, data);
    }

    byte[] sign(byte[] message) {
      ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, sequence);
      byte[] checksum = Arrays.copyOf(hmac(signingKey, number.array(), message), CHECKSUM);
      ByteBuffer signature = ByteBuffer.allocate(SIGNATURE).order(ByteOrder.LITTLE_ENDIAN);
      signature.putInt(VERSION).put(keyExchanged ? crypt(checksum) : checksum).putInt(sequence);
      sequence++;
      return signature.array();
    }

    private static byte[] md5(byte[] key, String constant) {
      try {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        digest.update(key);
        return digest.digest(constant.getBytes(StandardCharsets.US_ASCII));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
