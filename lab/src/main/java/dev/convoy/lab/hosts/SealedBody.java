package dev.convoy.lab.hosts;

import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The body of an HTTP message that NTLM has sealed, as WinRM sends it (MS-WSMV 2.2.9.1). */
final class SealedBody {
  static final String TYPE = "multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";"
      + "boundary=\"Encrypted Boundary\"";

  private static final String BOUNDARY = "--Encrypted Boundary";
  private static final byte[] CONTENT =
      "Content-Type: application/octet-stream\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = (BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);

  private SealedBody() {}

  static boolean is(String contentType) {
    return contentType.startsWith("multipart/encrypted");
  }

  /** What was sealed. @throws ProtocolException if the body or its signature is wrong */
  static byte[] open(byte[] body, NtlmSession session) throws ProtocolException {
    int from = find(body, CONTENT) + CONTENT.length;
    int to = body.length - END.length;
    if (from < CONTENT.length || to < from + Integer.BYTES + NtlmSession.SIGNATURE
        || !Arrays.equals(body, to, body.length, END, 0, END.length)) {
      throw new ProtocolException("sealed body not understood");
    }
    int signature = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getInt(from);
    if (signature != NtlmSession.SIGNATURE) {
      throw new ProtocolException("signature of a sealed body not understood");
    }
    int text = from + Integer.BYTES + signature;
    return session.unseal(Arrays.copyOfRange(body, from + Integer.BYTES, text), Arrays.copyOfRange(body, text, to));
  }

  static byte[] of(byte[] message, String contentType, NtlmSession session) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes((BOUNDARY + "\r\n\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
        + "\tOriginalContent: type=" + contentType + ";Length=" + message.length + "\r\n" + BOUNDARY + "\r\n\t")
        .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(CONTENT);
    body.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0, NtlmSession.SIGNATURE).array());
    body.writeBytes(session.seal(message));
    body.writeBytes(END);
    return body.toByteArray();
  }

  private static int find(byte[] body, byte[] what) {
    for (int at = 0; at + what.length <= body.length; at++) {
      if (Arrays.equals(body, at, at + what.length, what, 0, what.length)) {
        return at;
      }
    }
    return -what.length - 1;
  }
}
