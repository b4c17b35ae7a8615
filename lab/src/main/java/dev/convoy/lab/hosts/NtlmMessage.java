package dev.convoy.lab.hosts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.crypto.digests.MD4Digest;

/** A client's message of NTLMv2 (MS-NLMP 2.2.1.1 and 2.2.1.3), also when it comes wrapped in SPNEGO. */
final class NtlmMessage {
  static final int NEGOTIATE = 1;
  static final int CHALLENGE = 2;
  static final int AUTHENTICATE = 3;

  private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
  private static final int PROOF = 16;
  private static final int MIN_RESPONSE = 24;

  private final ByteBuffer bytes;

  private NtlmMessage(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The message inside these bytes, if there is one. */
  static Optional<NtlmMessage> find(byte[] bytes) {
    for (int at = 0; at + 16 <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
        return Optional.of(new NtlmMessage(Arrays.copyOfRange(bytes, at, bytes.length)));
      }
    }
    return Optional.empty();
  }

  int type() {
    return bytes.getInt(8);
  }

  /** Flags of a NEGOTIATE message. */
  int flags() {
    return bytes.getInt(12);
  }

  /** User name of an AUTHENTICATE message. */
  String user() {
    return new String(field(36), StandardCharsets.UTF_16LE);
  }

  /** Flags of an AUTHENTICATE message: what was negotiated. */
  private int negotiated() {
    return bytes.capacity() < 64 ? 0 : bytes.getInt(60);
  }

  /** True if an AUTHENTICATE message was made with this password for this challenge (MS-NLMP 3.3.2). */
  boolean proves(String password, byte[] challenge) {
    byte[] response = field(20);
    return response.length >= MIN_RESPONSE && MessageDigest.isEqual(Arrays.copyOf(response, PROOF),
        NtlmSession.hmac(key(password), challenge, Arrays.copyOfRange(response, PROOF, response.length)));
  }

  /** What seals the messages after an AUTHENTICATE message that was proven; empty where it did not ask for that. */
  Optional<NtlmSession> session(String password) {
    if (!NtlmSession.possible(negotiated())) {
      return Optional.empty();
    }
    byte[] base = NtlmSession.hmac(key(password), Arrays.copyOf(field(20), PROOF));
    byte[] sent = field(52);
    byte[] exported = NtlmSession.keyIsExchanged(negotiated()) && sent.length == PROOF ? NtlmSession.rc4(base, sent) : base;
    return Optional.of(NtlmSession.ofServer(exported, negotiated()));
  }

  /** NTOWFv2. */
  private byte[] key(String password) {
    String domain = new String(field(28), StandardCharsets.UTF_16LE);
    return NtlmSession.hmac(md4(utf16(password)), utf16(user().toUpperCase(Locale.ROOT) + domain));
  }

  /** A field by the place of its length and offset; empty where it points outside of the message. */
  private byte[] field(int at) {
    if (at + 8 > bytes.capacity()) {
      return new byte[0];
    }
    int length = Short.toUnsignedInt(bytes.getShort(at));
    int offset = bytes.getInt(at + 4);
    if (offset < 0 || offset > bytes.capacity() - length) {
      return new byte[0];
    }
    return Arrays.copyOfRange(bytes.array(), offset, offset + length);
  }

  private static byte[] utf16(String text) {
    return text.getBytes(StandardCharsets.UTF_16LE);
  }

  private static byte[] md4(byte[] data) {
    MD4Digest digest = new MD4Digest();
    digest.update(data, 0, data.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }
}
