package dev.convoy.lab.aws.cloud;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hosted zone of Route 53 with its record sets. Changes of a batch are applied together or not at all. */
public final class HostedZone {

  /** What is kept between two runs of the lab. */
  public record State(String id, String name, boolean privateZone, List<RecordSet> records) {}

  /** One change of a batch. @param action CREATE, DELETE or UPSERT */
  public record Change(String action, RecordSet set) {}

  private final String id;
  private final String name;
  private final boolean privateZone;
  private Map<String, RecordSet> records = new LinkedHashMap<>();

  /** As it was kept, or as it is to begin. */
  public HostedZone(State state) {
    this.id = state.id();
    this.name = absolute(state.name());
    this.privateZone = state.privateZone();
    state.records().forEach(set -> records.put(set.key(), set));
  }

  State state() {
    return new State(id, name, privateZone, List.copyOf(records.values()));
  }

  /** A name as Route 53 keeps it: in lower case, with its final dot. */
  public static String absolute(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower : lower + ".";
  }

  /** What sorts names as Route 53 lists them: by their labels from the last to the first, a parent before its children. */
  public static String order(String name) {
    return String.join("\u0002", List.of(name.split("\\.", -1)).reversed());
  }

  static String order(String name, @Nullable String type, @Nullable String identifier) {
    return order(name) + "\u0001" + (type == null ? "" : type) + "\u0001" + (identifier == null ? "" : identifier);
  }

  public String id() {
    return id;
  }

  /** With its final dot. */
  public String name() {
    return name;
  }

  public boolean privateZone() {
    return privateZone;
  }

  /** Its sets, in the order of the real service: by the labels of the name from the last to the first, then by type. */
  public List<RecordSet> records() {
    return records.values().stream().sorted(Comparator.comparing(RecordSet::order)).toList();
  }

  /** Sets from a name on, in their order. @param start empty for all. @param type null or empty for all of the name */
  public List<RecordSet> from(String start, @Nullable String type, @Nullable String identifier) {
    var least = start.isEmpty() ? "" : order(absolute(start), type, identifier);
    return records().stream().filter(set -> set.order().compareTo(least) >= 0).toList();
  }

  /** Applies a batch. @return what Route 53 has against it, in which case nothing of it was applied; empty if it was */
  public List<String> apply(Collection<Change> batch) {
    var next = new LinkedHashMap<>(records);
    var errors = new ArrayList<String>();
    batch.forEach(change -> apply(next, change, errors));
    if (errors.isEmpty()) {
      records = next;
    }
    return errors;
  }

  private void apply(Map<String, RecordSet> next, Change change, List<String> errors) {
    var set = change.set();
    if (!set.name().equals(name) && !set.name().endsWith("." + name)) {
      errors.add("RRSet with DNS name " + set.name() + " is not permitted in zone " + name);
      return;
    }
    var old = next.get(set.key());
    var called = "resource record set [name='" + set.name() + "', type='" + set.type() + "']";
    switch (change.action()) {
      case "DELETE" -> {
        if (old == null) {
          errors.add("Tried to delete " + called + " but it was not found");
        } else if (!old.equals(set)) {
          errors.add("Tried to delete " + called + " but the values provided do not match the current values");
        } else {
          next.remove(set.key());
        }
      }
      case "CREATE" -> {
        if (old != null) {
          errors.add("Tried to create " + called + " but it already exists");
        } else {
          put(next, set, errors);
        }
      }
      default -> put(next, set, errors);
    }
  }

  private void put(Map<String, RecordSet> next, RecordSet set, List<String> errors) {
    var others = next.values().stream().filter(each -> each.name().equals(set.name()) && !each.key().equals(set.key())).toList();
    var alias = set.type().equals("CNAME");
    if (others.stream().anyMatch(each -> !each.type().equals(set.type()) && (alias || each.type().equals("CNAME")))) {
      errors.add(alias
          ? "RRSet of type CNAME with DNS name " + set.name()
              + " is not permitted as it conflicts with other records with the same DNS name in zone " + name
          : "RRSet of type " + set.type() + " with DNS name " + set.name()
              + " is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone " + name);
    } else if (others.stream().anyMatch(each -> each.type().equals(set.type())
        && (each.setIdentifier() == null) != (set.setIdentifier() == null))) {
      errors.add("RRSet with DNS name " + set.name() + ", type " + set.type() + ", SetIdentifier "
          + set.setIdentifier() + " cannot be created as a simple and a routed RRSet exist with the same name and type");
    } else {
      next.put(set.key(), set);
    }
  }
}
