package dev.convoy.lab.run;

import dev.convoy.events.common.Stage;
import dev.convoy.lab.events.EventLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a server: the part of its status that a person follows.
 *
 * @param wave empty when it is not planned
 * @param application empty when it is cut over by itself
 * @param stageSince the epoch when it is not known
 * @param waitsFor gate, slot, hold, person, ...
 * @param parked code and evidence when it needs a person
 * @param ended true when nothing more will happen
 */
public record ServerLine(
    String serverId, String wave, String application, String strategy, Stage stage, Instant stageSince, String serving,
    String waitsFor, String waitsForDetail, Optional<String> parked, boolean ended) {

  /** From a record of the status topic. */
  public static ServerLine of(EventLine status) {
    return of(path -> {
      Object value = status.at(path);
      return value == null ? "" : value.toString();
    });
  }

  /** From the values at the paths of a status record, empty where there is none. */
  public static ServerLine of(UnaryOperator<String> at) {
    String code = at.apply("parked.code");
    return new ServerLine(at.apply("serverId"), at.apply("waveId"), at.apply("application"), at.apply("strategy"),
        stage(at.apply("stage")), time(at.apply("stageSince")), at.apply("serving"), at.apply("waitsFor"),
        at.apply("waitsForDetail"),
        code.isEmpty() ? Optional.empty() : Optional.of("[" + code + "] " + at.apply("parked.evidence")),
        at.apply("ended").equals("true"));
  }

  private static Stage stage(@Nullable String name) {
    for (Stage stage : Stage.values()) {
      if (stage.name().equals(name)) {
        return stage;
      }
    }
    return Stage.UNKNOWN;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** True when it is to be moved by a wave. */
  public boolean moves() {
    return strategy.equals("REHOST") && !wave.isEmpty();
  }

  /** True when its agent was installed, whatever came after. */
  public boolean installed() {
    return stage.ordinal() >= Stage.AGENT_INSTALLED.ordinal();
  }

  /** True when nothing more happens to it by itself. */
  public boolean atRest() {
    return ended || parked.isPresent();
  }
}
