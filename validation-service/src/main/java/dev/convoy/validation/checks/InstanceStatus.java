package dev.convoy.validation.checks;

/**
 * EC2's status of an instance, in EC2's words.
 *
 * @param state {@code running}, {@code stopped}, …; {@link #ABSENT} when EC2 does not know the instance
 * @param system status of the host under it: {@code ok}, {@code impaired}, {@code initializing}, …
 * @param instance status of the instance itself
 */
public record InstanceStatus(String state, String system, String instance) {

  public static final String ABSENT = "absent";

  public static InstanceStatus absent() {
    return new InstanceStatus(ABSENT, "", "");
  }

  /** Runs, and both status checks are ok. */
  public boolean ok() {
    return "running".equals(state) && "ok".equals(system) && "ok".equals(instance);
  }

  @Override
  public String toString() {
    return "running".equals(state) ? "running, system " + system + ", instance " + instance : state;
  }
}
