package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An application or a wave of MGN: source servers are in applications, applications in waves. Guarded by the lock of its
 * {@link Region}.
 */
public final class Group {

  /** What it groups, with the quotas of the AWS General Reference. */
  public enum Kind {
    /** Of source servers. */
    APPLICATION("Application", "app-", "application", "L-D5507441", 200, "L-90A3F9F5"),
    /** Of applications. */
    WAVE("Wave", "wave-", "wave", "L-9FD6E875", 1000, "L-CBE9E36A");

    /** How many there are of each kind that are not archived. */
    public static final int MOST_ACTIVE = 200;

    private final String type;
    private final String prefix;
    private final String path;
    private final String activeQuota;
    private final int mostMembers;
    private final String memberQuota;

    Kind(String type, String prefix, String path, String activeQuota, int mostMembers, String memberQuota) {
      this.type = type;
      this.prefix = prefix;
      this.path = path;
      this.activeQuota = activeQuota;
      this.mostMembers = mostMembers;
      this.memberQuota = memberQuota;
    }

    /** MGN's word for it. */
    public String type() {
      return type;
    }

    /** What its ids begin with. */
    public String prefix() {
      return prefix;
    }

    /** Its name in requests: {@code applicationID} or {@code waveID}. */
    public String idName() {
      return path + "ID";
    }

    /** Its name in ARNs. */
    public String path() {
      return path;
    }

    /** Code of the quota of those that are not archived. */
    public String activeQuota() {
      return activeQuota;
    }

    /** How many members one may have. */
    public int mostMembers() {
      return mostMembers;
    }

    /** Code of the quota of members. */
    public String memberQuota() {
      return memberQuota;
    }
  }

  private long sequence;
  private Kind kind = Kind.APPLICATION;
  private String id = "";
  private String name = "";
  private String description = "";
  private boolean archived;
  private @Nullable String waveId;
  private Instant createdAt = Instant.EPOCH;
  private Instant modifiedAt = Instant.EPOCH;
  private Map<String, String> tags = new LinkedHashMap<>();

  private Group() {}

  /** A new one, empty. */
  static Group create(Kind kind, long sequence, String id, String name, Instant now) {
    var group = new Group();
    group.kind = kind;
    group.sequence = sequence;
    group.id = id;
    group.name = name;
    group.createdAt = now;
    group.modifiedAt = now;
    return group;
  }

  /** Order of creation. */
  public long sequence() {
    return sequence;
  }

  public Kind kind() {
    return kind;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** Empty for none. */
  public String description() {
    return description;
  }

  public boolean archived() {
    return archived;
  }

  /** The wave of an application; null for none. */
  public @Nullable String waveId() {
    return waveId;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant modifiedAt() {
    return modifiedAt;
  }

  public Map<String, String> tags() {
    return tags;
  }

  /** Names and describes it anew. */
  public void describe(String newName, String newDescription, Instant now) {
    name = newName;
    description = newDescription;
    modifiedAt = now;
  }

  /** Archives it, or takes it back. */
  public void archive(boolean away, Instant now) {
    archived = away;
    modifiedAt = now;
  }

  /** Puts an application into a wave; null takes it out. */
  public void into(@Nullable String wave, Instant now) {
    waveId = wave;
    modifiedAt = now;
  }
}
