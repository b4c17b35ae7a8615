package dev.convoy.kit.histories;

import org.apache.avro.specific.SpecificRecord;

/** What an event stands for in the coverage of a decider: its type, and its code if it has one. */
public final class Published {

  private Published() {}

  /** Such as {@code ServerParked CVY-1303}. */
  public static String name(SpecificRecord event) {
    var code = event.getSchema().getField("code");
    return event.getSchema().getName() + (code == null ? "" : " " + event.get(code.pos()));
  }
}
