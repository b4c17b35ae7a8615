package dev.convoy.lab.hosts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** With the example of MS-NLMP 4.2.4: user User, domain Domain, password Password. */
class NtlmMessageTest {
  private static final byte[] CHALLENGE = HexFormat.of().parseHex("0123456789abcdef");
  private static final String PROOF = "68cd0ab851e51c96aabc927bebef6a1c";
  private static final String CLIENT_PART = "01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000"
      + "02000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000";

  @Test
  void the_response_of_the_specification_is_accepted_with_its_password_only() {
    NtlmMessage message = NtlmMessage.find(authenticate()).orElseThrow();
    assertThat(message.type()).isEqualTo(NtlmMessage.AUTHENTICATE);
    assertThat(message.user()).isEqualTo("User");
    assertThat(message.proves("Password", CHALLENGE)).isTrue();
    assertThat(message.proves("password", CHALLENGE)).isFalse();
    assertThat(message.proves("Password", new byte[8])).isFalse();
  }

  @Test
  void fields_outside_of_the_message_prove_nothing() {
    byte[] message = authenticate();
    ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(24, Integer.MAX_VALUE);
    assertThat(NtlmMessage.find(message).orElseThrow().proves("Password", CHALLENGE)).isFalse();
    assertThat(NtlmMessage.find(new byte[40])).isEmpty();
  }

  private static byte[] authenticate() {
    byte[] response = HexFormat.of().parseHex(PROOF + CLIENT_PART);
    byte[] domain = "Domain".getBytes(StandardCharsets.UTF_16LE);
    byte[] user = "User".getBytes(StandardCharsets.UTF_16LE);
    int data = 64;
    ByteBuffer message = ByteBuffer.allocate(data + response.length + domain.length + user.length)
        .order(ByteOrder.LITTLE_ENDIAN);
    message.put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(NtlmMessage.AUTHENTICATE).putLong(0);
    field(message, response.length, data);
    field(message, domain.length, data + response.length);
    field(message, user.length, data + response.length + domain.length);
    return message.position(data).put(response).put(domain).put(user).array();
  }

  private static void field(ByteBuffer message, int length, int offset) {
    message.putShort((short) length).putShort((short) length).putInt(offset);
  }
}
