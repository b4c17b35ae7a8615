package dev.convoy.lab.aws.cloud;

import java.util.List;
import java.util.Optional;

/** A small catalogue of instance types. */
public final class InstanceTypes {

  /**
   * A type.
   *
   * @param cpus vCPUs
   * @param gib memory
   * @param zones letters of the zones that offer it
   */
  public record Type(String name, int cpus, int gib, String zones) {
    Type(String name, int cpus, int gib) {
      this(name, cpus, gib, "ab");
    }

    /** Counts against the quota of standard instances (A, C, D, H, I, M, R, T, Z). */
    public boolean standard() {
      return "acdhimrtz".indexOf(name.charAt(0)) >= 0;
    }
  }

  /** All of them. */
  public static final List<Type> CATALOGUE = List.of(
      new Type("t3.small", 2, 2), new Type("t3.medium", 2, 4), new Type("t3.large", 2, 8),
      new Type("c5.large", 2, 4), new Type("c5.xlarge", 4, 8), new Type("c5.2xlarge", 8, 16),
      new Type("m5.large", 2, 8), new Type("m5.xlarge", 4, 16), new Type("m5.2xlarge", 8, 32),
      new Type("m6i.large", 2, 8), new Type("m6i.xlarge", 4, 16), new Type("m6i.2xlarge", 8, 32),
      new Type("r5.large", 2, 16), new Type("r5.xlarge", 4, 32), new Type("r6i.large", 2, 16),
      new Type("r6i.xlarge", 4, 32), new Type("x2idn.16xlarge", 64, 1024, "b"));

  private InstanceTypes() {}

  /** Empty if the catalogue does not have it. */
  public static Optional<Type> named(String name) {
    return CATALOGUE.stream().filter(type -> type.name().equals(name)).findFirst();
  }
}
