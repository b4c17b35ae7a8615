package dev.convoy.lab.world;

import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.hosts.PrivateFile;
import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.nio.file.Path;

/** The environments.yml of a lab: one environment for each account. */
final class LabEnvironments {

  private LabEnvironments() {}

  /** @param hooked whether there are names behind a hook */
  static Path write(Path file, int accounts, boolean hooked) {
    var text = new StringBuilder("environments:\n");
    for (int account = 0; account < accounts; account++) {
      text.append(environment(account, hooked ? HookedNames.zones(account) : ""));
    }
    try {
      PrivateFile.replace(file, text.toString());
      return file;
    } catch (IOException e) {
      throw new LabFailure("[CVY-9231] lab: " + file + " not written: " + e.getMessage() + "; check the disk", e);
    }
  }

  private static String environment(int account, String moreZones) {
    return """
          - name: %s
            account: "%s"
            region: %s
            roleArn: arn:aws:iam::%s:role/ConvoyMigration
            stagingSubnetId: %s
            replicationServerInstanceType: t3.small
            testSubnets: [%s]
            testSecurityGroupIds: [%s]
            targetSubnets: [%s]
            targetSecurityGroupIds: [%s]
            dns:
              zones: {%s: %s%s}
            defaults:
              linuxCredential: linux
              windowsCredential: windows
              quiesceRunbook: stop-writes
              resumeRunbook: start-writes
        """.formatted(LabNetwork.environment(account), LabNetwork.account(account), LabNetwork.REGION,
        LabNetwork.account(account), LabNetwork.stagingSubnet(account), LabNetwork.testSubnet(account),
        LabNetwork.testSecurityGroup(account), LabNetwork.targetSubnet(account),
        LabNetwork.targetSecurityGroup(account), LabNetwork.domain(account), LabNetwork.zone(account),
        moreZones);
  }
}
