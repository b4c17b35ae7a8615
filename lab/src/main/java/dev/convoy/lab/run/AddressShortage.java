package dev.convoy.lab.run;

import dev.convoy.lab.fleetplan.LabNetwork;
import java.net.URI;
import java.util.Map;

/**
 * The first account runs short of addresses for targets, and has them again: something is foreseen of launches, and nothing
 * afterwards. It is told, and no test waits for it.
 */
final class AddressShortage {
  /** More than a subnet has: all of somebody else's are given back. */
  private static final int ALL = 1 << 16;

  private final URI aws;
  private boolean isShort;

  /** @param aws of the simulator */
  AddressShortage(URI aws) {
    this.aws = aws;
  }

  /** Says how it is to be from now on. */
  void set(boolean wanted) throws InterruptedException {
    if (wanted != isShort) {
      AwsDoor.put(aws, "/_lab/addresses", Map.of("account", LabNetwork.account(0), "region", LabNetwork.REGION,
          "subnetId", LabNetwork.targetSubnet(0), "leave", wanted ? 0 : ALL));
      isShort = wanted;
    }
  }
}
