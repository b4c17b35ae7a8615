package dev.convoy.inventory.declaration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two declarations of a server that matters to its migration: everything but its name, since all
 * else decides where it goes, with whom, from which host, and what it is tested for.
 */
public final class Differences {

  private static final int LONGEST = 120;

  private Differences() {}

  /** A sentence for each field: its name, the old value, the new one. */
  public static List<String> between(AcceptedServer before, AcceptedServer after) {
    var all = new ArrayList<String>();
    compare(all, "strategy", before.strategy(), after.strategy());
    compare(all, "wave", before.waveId(), after.waveId());
    compare(all, "application", before.application(), after.application());
    compare(all, "tier", before.tier(), after.tier());
    compareFields(all, "source", before.source(), after.source());
    compareFields(all, "target", before.target(), after.target());
    compare(all, "checks", before.checks(), after.checks());
    return all;
  }

  private static void compareFields(List<String> all, String name, SpecificRecord before, SpecificRecord after) {
    before.getSchema().getFields().forEach(
        field -> compare(all, name + "." + field.name(), before.get(field.pos()), after.get(field.pos())));
  }

  private static void compare(List<String> all, String field, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      all.add(field + " from " + shown(before) + " to " + shown(after));
    }
  }

  private static String shown(@Nullable Object value) {
    var text = value == null ? "nothing" : value.toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
