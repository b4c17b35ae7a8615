package dev.convoy.lab.run;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What inventory-service says of an intake file.
 *
 * @param accepted servers that go on
 * @param rejected rows that do not
 * @param lines for a person: every fault with its place, the counts last
 */
public record IntakeReport(int accepted, int rejected, List<String> lines) {

  /** Reads the answer of {@code POST /api/intake}. */
  public static IntakeReport of(JsonNode answer) {
    int accepted = count(answer.path("accepted"));
    int rejected = count(answer.path("rejected"));
    List<String> lines = new ArrayList<>();
    answer.path("warnings").forEach(warning -> lines.add("warning: " + warning.asString()));
    answer.path("errors").forEach(error -> lines.add(fault(error)));
    lines.add(accepted + " servers accepted, " + rejected + " rows rejected");
    return new IntakeReport(accepted, rejected, List.copyOf(lines));
  }

  private static int count(JsonNode node) {
    return node.isArray() ? node.size() : node.asInt(0);
  }

  private static String fault(JsonNode error) {
    String place = error.has("place") ? error.path("place").asString()
        : "line " + error.path("line").asInt(0) + ", column " + error.path("column").asInt(0);
    String value = error.path("value").isNull() || error.path("value").isMissingNode() ? ""
        : " '" + error.path("value").asString() + "'";
    return place + ": " + error.path("field").asString("") + value + ": " + error.path("reason").asString("") + "; "
        + error.path("remedy").asString("");
  }
}
