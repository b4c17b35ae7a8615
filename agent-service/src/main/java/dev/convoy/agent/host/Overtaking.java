package dev.convoy.agent.host;

import dev.convoy.agent.remote.OperationName;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What must not have been started on a host before an operation is: a later attempt of the same, and what undoes it. An
 * instance that was held up after its last look may ask a host long after its operation was given up; no clock of ours
 * can rule that out, so the host does.
 */
final class Overtaking {

  private static final Pattern NAME = Pattern.compile("(?<server>.+):(?<kind>[A-Za-z]+):(?<round>[0-9]{1,9}):(?<attempt>[0-9]{1,9})");
  /** By what an operation of the same round, or a later one, is undone. */
  private static final Map<String, String> UNDONE_BY = Map.of("Quiesce", "Resume", "ShutDownSource", "Resume",
      "InstallAgent", "RemoveAgent", "CopyScripts", "RemoveAgent");

  private Overtaking() {}

  /**
   * Lines {@code <server>:<kind> <round> <attempt>}: whatever of that kind is of a later round, or of this round and this
   * or a later attempt, overtakes the operation. Empty for a name of another form.
   */
  static String of(OperationName operation) {
    var name = NAME.matcher(operation.value());
    if (!name.matches()) {
      return "";
    }
    var same = line(name.group("server"), name.group("kind"), name.group("round"), Long.parseLong(name.group("attempt")) + 1);
    var undone = UNDONE_BY.get(name.group("kind"));
    return undone == null ? same : same + line(name.group("server"), undone, name.group("round"), 0);
  }

  private static String line(String server, String kind, String round, long attempt) {
    return server + ":" + kind + " " + round + " " + attempt + "\n";
  }
}
