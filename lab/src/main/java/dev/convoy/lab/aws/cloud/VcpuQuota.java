package dev.convoy.lab.aws.cloud;

import java.util.Set;
import java.util.function.DoubleSupplier;

/** The quota of vCPUs of running On-Demand Standard instances (L-1216C47A) in one account and region. */
public final class VcpuQuota {

  /** Its code. */
  public static final String CODE = "L-1216C47A";
  /** What the lab's accounts have unless something else is planted. */
  public static final double DEFAULT = 20_000;
  private static final Set<Instance.State> COUNTED = Set.of(Instance.State.PENDING, Instance.State.RUNNING);

  private final Region region;
  private final DoubleSupplier limit;

  VcpuQuota(Region region, DoubleSupplier limit) {
    this.region = region;
    this.limit = limit;
  }

  /** vCPUs of the standard instances that are pending or running. */
  public int used() {
    return region.instances().stream().filter(instance -> COUNTED.contains(instance.state()))
        .mapToInt(instance -> weight(instance.launch().instanceType())).sum();
  }

  /** Whether an instance of a type may not run besides those that do; types that are not standard have quotas of their own. */
  public boolean exceededBy(String type) {
    var more = weight(type);
    return more > 0 && used() + more > limit.getAsDouble();
  }

  /** EC2's words for it. */
  public String refusal() {
    return "You have requested more vCPU capacity than your current vCPU limit of " + Math.round(limit.getAsDouble())
        + " allows for the instance bucket that the specified instance type belongs to."
        + " Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.";
  }

  private static int weight(String type) {
    return InstanceTypes.named(type).filter(InstanceTypes.Type::standard).map(InstanceTypes.Type::cpus).orElse(0);
  }
}
