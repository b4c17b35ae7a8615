package dev.convoy.lab.fleetplan;

/** The lab's addresses, accounts, subnets and security groups. All are loopback addresses. */
public final class LabNetwork {
  /** The lab's only region. */
  public static final String REGION = "eu-central-1";

  /** Site whose hosts cannot download an installer. */
  public static final String OFFLINE_SITE = "offline";

  private static final int HOSTS_PER_BLOCK = 250;
  private static final int MAX_ACCOUNTS = 9;

  private LabNetwork() {}

  /** Address of the source host with this index, from 0. */
  public static String sourceAddress(int index) {
    return "127.40." + index / HOSTS_PER_BLOCK + "." + (index % HOSTS_PER_BLOCK + 1);
  }

  /** The most accounts that there can be. */
  public static int accounts() {
    return MAX_ACCOUNTS;
  }

  /** Account id by index, 0 to 8: 111122223333, 222233334444, … */
  public static String account(int index) {
    if (index < 0 || index >= MAX_ACCOUNTS) {
      throw new IllegalArgumentException("[CVY-9120] lab: account " + index + "; use at most " + MAX_ACCOUNTS);
    }
    return digits(index + 1) + digits(index + 2) + digits(index + 3);
  }

  /** Name of the environment of an account. */
  public static String environment(int account) {
    return "lab-" + account;
  }

  /** Domain of the names of an account's servers. */
  public static String domain(int account) {
    return environment(account) + ".example";
  }

  /** Hosted zone of that domain. */
  public static String zone(int account) {
    return "Z0LAB%02d".formatted(account);
  }

  /** Subnet of MGN's replication servers. */
  public static String stagingSubnet(int account) {
    return "subnet-" + id('a', account);
  }

  /** Isolated subnet of test instances. */
  public static String testSubnet(int account) {
    return "subnet-" + id('b', account);
  }

  /** Subnet of cutover instances. */
  public static String targetSubnet(int account) {
    return "subnet-" + id('c', account);
  }

  /** Security group of test instances. */
  public static String testSecurityGroup(int account) {
    return "sg-" + id('b', account);
  }

  /** Security group of cutover instances. */
  public static String targetSecurityGroup(int account) {
    return "sg-" + id('c', account);
  }

  private static String id(char kind, int account) {
    return "0000000%c%02d".formatted(kind, account);
  }

  private static String digits(int digit) {
    return Integer.toString(digit % 10).repeat(4);
  }
}
