package dev.convoy.lab.aws;

import dev.convoy.lab.targets.TargetFleet;
import dev.convoy.lab.targets.TargetPurpose;

/**
 * Lets the services of launched instances live and end with them.
 *
 * @param fleet opens and closes their listeners; closed by whoever started it
 */
public record InstanceTargets(TargetFleet fleet) implements TargetListener {

  @Override
  public void booted(InstanceView instance) {
    fleet.booted(instance.instanceId(), instance.privateIp(), instance.sourceServerId(),
        instance.cutover() ? TargetPurpose.CUTOVER : TargetPurpose.TEST);
  }

  @Override
  public void gone(InstanceView instance) {
    fleet.gone(instance.instanceId());
  }
}
