package dev.convoy.lab.fleetplan;

/**
 * What fleet is wanted.
 *
 * @param servers number of servers, 1 to 60,000
 * @param windowsPercent share of Windows hosts, 0 to 100
 * @param waves number of waves, at least 1
 * @param accounts number of AWS accounts, 1 to 9
 * @param seed the same seed makes the same fleet
 * @param portOffset added to every port
 */
public record FleetRequest(int servers, int windowsPercent, int waves, int accounts, long seed, int portOffset) {
  private static final int MAX_SERVERS = 60_000;
  private static final int MAX_ACCOUNTS = 9;

  /** Checks the ranges. */
  public FleetRequest {
    if (servers < 1 || servers > MAX_SERVERS || windowsPercent < 0 || windowsPercent > 100 || waves < 1
        || accounts < 1 || accounts > MAX_ACCOUNTS || portOffset < 0) {
      throw new IllegalArgumentException("[CVY-9121] lab: no such fleet; give --servers 1 to " + MAX_SERVERS
          + ", --windows 0 to 100, --waves from 1, --accounts 1 to " + MAX_ACCOUNTS + ", --port-offset from 0");
    }
  }
}
