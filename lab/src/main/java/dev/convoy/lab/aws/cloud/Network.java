package dev.convoy.lab.aws.cloud;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The network of one account: staging, test and target, each a VPC with one subnet of 127/8 and one group. */
public final class Network {

  private static final int SUBNET_BITS = 20;
  private static final int RESERVED = 4;

  /** An EC2 subnet of 127.x.y.0/20. */
  public record Subnet(String id, String vpcId, String name, String zone, int base) {

    /** In CIDR notation. */
    public String cidr() {
      return dotted(base) + "/" + SUBNET_BITS;
    }

    /** Addresses that can be given out; EC2 keeps the first four and the last. */
    public int size() {
      return (1 << (32 - SUBNET_BITS)) - RESERVED - 1;
    }

    /** The nth address that can be given out. */
    public String address(int n) {
      return dotted(base + RESERVED + n);
    }

    /** Whether it is an address that can be given out. */
    public boolean contains(String address) {
      var value = parse(address);
      return value >= base + RESERVED && value < base + RESERVED + size();
    }
  }

  /** An EC2 security group. */
  public record SecurityGroup(String id, String vpcId, String name) {}

  private final List<Subnet> subnets = new ArrayList<>();
  private final List<SecurityGroup> groups = new ArrayList<>();

  /** @param account index of the account, 0 to 15 */
  public Network(int account, String region) {
    if (account > 15) {
      throw new IllegalArgumentException("[CVY-9402] the lab has addresses for 16 accounts at most");
    }
    add("staging", 'a', 60, account, region);
    add("test", 'b', 61, account, region);
    add("target", 'c', 62, account, region);
  }

  private void add(String name, char letter, int octet, int account, String region) {
    var suffix = "0000000%c%02d".formatted(letter, account);
    var base = 127 << 24 | octet << 16 | account * 16 << 8;
    subnets.add(new Subnet("subnet-" + suffix, "vpc-" + suffix, name, region + "a", base));
    groups.add(new SecurityGroup("sg-" + suffix, "vpc-" + suffix, name));
  }

  public List<Subnet> subnets() {
    return subnets;
  }

  public List<SecurityGroup> securityGroups() {
    return groups;
  }

  /** Null if there is none. */
  public @Nullable Subnet subnet(String id) {
    return subnets.stream().filter(s -> s.id().equals(id)).findFirst().orElse(null);
  }

  /** Null if there is none. */
  public @Nullable SecurityGroup securityGroup(String id) {
    return groups.stream().filter(g -> g.id().equals(id)).findFirst().orElse(null);
  }

  /** The group that instances get if none is named. */
  public String defaultGroup(Subnet subnet) {
    return groups.stream().filter(g -> g.vpcId().equals(subnet.vpcId())).findFirst().orElseThrow().id();
  }

  private static String dotted(int address) {
    return "%d.%d.%d.%d".formatted(
        address >>> 24, address >>> 16 & 255, address >>> 8 & 255, address & 255);
  }

  private static int parse(String address) {
    var parts = address.split("\\.", -1);
    if (parts.length != 4) {
      return 0;
    }
    var value = 0;
    for (var part : parts) {
      if (!part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
        return 0;
      }
      value = value << 8 | Integer.parseInt(part);
    }
    return value;
  }
}
