package dev.convoy.agent.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which subnet of its site a host is in, as far as its address tells. Nothing is looked up: a host that is declared by a
 * name is in none.
 *
 * @param ipv4 bits of the prefix, 0 to 32
 * @param ipv6 bits of the prefix, 0 to 128
 */
public record Subnets(int ipv4, int ipv6) {

  /** As networks are usually cut. */
  public static final Subnets USUAL = new Subnets(24, 64);

  /** No subnet: nothing is known. */
  static final String NONE = "";

  /** @throws IllegalArgumentException if a prefix is longer than an address */
  public Subnets {
    if (ipv4 < 0 || ipv4 > 32 || ipv6 < 0 || ipv6 > 128) {
      throw new IllegalArgumentException("[CVY-2013] agent-service: convoy.agent.subnet-bits are " + ipv4 + " and " + ipv6
          + "; give up to 32 for IPv4 and up to 128 for IPv6");
    }
  }

  /** The subnet of an address, {@link #NONE} of a name. */
  String of(String address) {
    InetAddress literal;
    try {
      literal = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      return NONE;
    }
    var bits = literal instanceof Inet4Address ? ipv4 : ipv6;
    var bytes = literal.getAddress();
    var full = bits / 8;
    if (full < bytes.length) {
      bytes[full] &= (byte) (0xff00 >> bits % 8);
      Arrays.fill(bytes, full + 1, bytes.length, (byte) 0);
    }
    return text(bytes) + "/" + bits;
  }

  private static String text(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
