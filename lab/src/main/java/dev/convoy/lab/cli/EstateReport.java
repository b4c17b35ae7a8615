package dev.convoy.lab.cli;

import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Shows what an account holds, held against the inventory. */
final class EstateReport {

  private static final int NAMED = 20;

  private EstateReport() {}

  /** Prints a report; answers the exit code: 1 when it has conflicts. */
  static int print(JsonNode report, boolean json, PrintWriter out) {
    if (json) {
      Answers.json(report, out);
    } else {
      matched(report.path("matched"), out);
      report.path("conflicts").forEach(each -> out.printf("CONFLICT [%s] %s%n      do: %s%n", Answers.at(each, "code"),
          Answers.at(each, "found"), Answers.at(each, "remedy")));
      named("in MGN, not declared", report.path("strangers"), out);
      named("left alone", report.path("leftAlone"), out);
      missing(report.path("missing"), out);
      out.printf("%s source servers, %s declared: %d matched, %d in conflict, %d not declared, %d not in MGN, %d left alone%n",
          Answers.at(report, "sourceServers"), Answers.at(report, "servers"), report.path("matched").size(),
          report.path("conflicts").size(), report.path("strangers").size(), report.path("missing").size(),
          report.path("leftAlone").size());
    }
    return report.path("conflicts").isEmpty() ? 0 : 1;
  }

  private static void matched(JsonNode matched, PrintWriter out) {
    Table table = Table.of("server", "source server", "stage", "known by", "what comes next");
    matched.forEach(each -> table.add(List.of(Answers.at(each, "serverId"), Answers.at(each, "sourceServerId"),
        Answers.at(each, "stage"), String.join(", ", each.path("by").valueStream().map(JsonNode::asString).toList()),
        (Answers.at(each, "way").equals("PERSON") ? "a person: " : "") + Answers.at(each, "next"))));
    if (!matched.isEmpty()) {
      table.print(out);
    }
  }

  private static void named(String what, JsonNode listed, PrintWriter out) {
    listed.valueStream().limit(NAMED).forEach(each -> out.printf("%s: %s %s (%s)%n", what, Answers.at(each, "sourceServerId"),
        Answers.at(each, "called"), Answers.at(each, "stage")));
    more(listed, out);
  }

  private static void missing(JsonNode ids, PrintWriter out) {
    if (!ids.isEmpty()) {
      out.println("declared, not in MGN: "
          + String.join(", ", ids.valueStream().limit(NAMED).map(JsonNode::asString).toList()));
      more(ids, out);
    }
  }

  private static void more(JsonNode list, PrintWriter out) {
    if (list.size() > NAMED) {
      out.println("  and " + (list.size() - NAMED) + " more (see --json)");
    }
  }
}
