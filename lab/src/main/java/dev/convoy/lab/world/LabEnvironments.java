package dev.convoy.lab.world;

import dev.convoy.lab.aws.account.IdentityOperations;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.hosts.PrivateFile;
import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.nio.file.Path;

/** The environments.yml of a lab: one environment for each account. */
final class LabEnvironments {

  private LabEnvironments() {}

  /** The SSM agent of an instance needs one. */
  private static final String PROFILE = "      instanceProfile: " + IdentityOperations.INSTANCE_PROFILE + "\n";

  /** Run on every Linux instance that is launched. What it runs stands in Parameter Store, as MGN wants it. */
  private static final String ACTIONS = """
          postLaunchActions:
            - name: Report
              document: AWS-RunShellScript
              order: 1001
              timeoutSeconds: 600
              mustSucceed: true
              osFamily: linux
              parameters:
                commands: [{parameterName: lab.report}]
      """;

  /**
   * @param hooked whether there are names behind a hook
   * @param acting whether there are post-launch actions, which another build may not take
   */
  static Path write(Path file, int accounts, boolean hooked, boolean acting) {
    var text = new StringBuilder("environments:\n");
    for (int account = 0; account < accounts; account++) {
      text.append(environment(account, hooked ? HookedNames.zones(account) : "", acting));
    }
    try {
      PrivateFile.replace(file, text.toString());
      return file;
    } catch (IOException e) {
      throw new LabFailure("[CVY-9231] lab: " + file + " not written: " + e.getMessage() + "; check the disk", e);
    }
  }

  private static String environment(int account, String moreZones, boolean acting) {
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
        %s%s""".formatted(LabNetwork.environment(account), LabNetwork.account(account), LabNetwork.REGION,
        LabNetwork.account(account), LabNetwork.stagingSubnet(account), LabNetwork.testSubnet(account),
        LabNetwork.testSecurityGroup(account), LabNetwork.targetSubnet(account),
        LabNetwork.targetSecurityGroup(account), LabNetwork.domain(account), LabNetwork.zone(account),
        moreZones, acting ? PROFILE : "", acting ? ACTIONS : "");
  }
}
