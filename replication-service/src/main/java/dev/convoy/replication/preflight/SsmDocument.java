package dev.convoy.replication.preflight;

/**
 * A document of Systems Manager that MGN runs on a launched instance.
 *
 * @param name name, or ARN of one that another account shares
 * @param version a number, {@code $DEFAULT} or {@code $LATEST}
 */
public record SsmDocument(String name, String version) implements Comparable<SsmDocument> {

  static final String DEFAULT = "$DEFAULT";

  @Override
  public int compareTo(SsmDocument other) {
    var names = name.compareTo(other.name);
    return names == 0 ? version.compareTo(other.version) : names;
  }

  @Override
  public String toString() {
    return version.equals(DEFAULT) ? name : name + " version " + version;
  }
}
