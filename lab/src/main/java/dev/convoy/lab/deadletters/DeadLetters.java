package dev.convoy.lab.deadletters;

import dev.convoy.kit.poison.DeadLetterReader;
import dev.convoy.kit.poison.SetAside;
import dev.convoy.kit.poison.SetAside.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All dead letters of all services, and what became of them. */
public final class DeadLetters {

  private final List<SetAside> letters = new ArrayList<>();
  private final Map<Place, SetAside> marks = new HashMap<>();

  private DeadLetters() {}

  /** Reads everything that was written before the call. */
  public static DeadLetters read(DeadLetterReader reader) {
    var all = new DeadLetters();
    reader.readOn(reader.topics(topic -> topic.endsWith(".dlq")), record -> all.add(new SetAside(record)));
    return all;
  }

  private void add(SetAside seen) {
    if (seen.state().isEmpty()) {
      letters.add(seen);
    } else {
      marks.put(seen.place(), seen);
    }
  }

  /** By topic of dead letters, partition and offset. */
  public List<SetAside> letters() {
    return List.copyOf(letters);
  }

  /** {@code waiting}, {@code replayed} or {@code discarded}: of all letters of one origin at once. */
  public String state(SetAside letter) {
    var mark = marks.get(letter.place());
    return mark == null ? "waiting" : mark.state();
  }

  boolean waits(SetAside letter) {
    return !marks.containsKey(letter.place());
  }

  /** Where a letter stands: {@code convoy.launch.dlq/2@17}. */
  public static String id(SetAside letter) {
    return letter.record().topic() + "/" + letter.record().partition() + "@" + letter.record().offset();
  }
}
