package dev.convoy.lab.cli;

import dev.convoy.kit.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Shows what a check found. */
final class PreflightReport {
  private static final int NAMED = 10;
  private static final int FAULTS = 1;

  private PreflightReport() {}

  /** Prints a report; answers the exit code: 1 when it has faults. */
  static int print(JsonNode report, boolean json, PrintWriter out) {
    if (json) {
      Answers.json(report, out);
    } else {
      report.path("findings").forEach(finding -> finding(finding, out));
      out.printf("%s for %s servers: %s faults, %s notes; looked at %s%n", Answers.at(report, "subject"),
          Answers.at(report, "servers"), Answers.at(report, "faults"), Answers.at(report, "notes"),
          String.join(", ", texts(report.path("looked"))));
    }
    return report.path("faults").asInt(FAULTS) == 0 ? 0 : FAULTS;
  }

  private static void finding(JsonNode finding, PrintWriter out) {
    out.printf("%-5s [%s] %s %s: %s%n", Answers.at(finding, "level"), Answers.at(finding, "code"),
        Answers.at(finding, "place"), Answers.at(finding, "about"), Answers.at(finding, "found"));
    out.printf("      needed: %s%n      do: %s%n", Answers.at(finding, "needed"), Answers.at(finding, "remedy"));
    List<String> servers = texts(finding.path("servers"));
    if (!servers.isEmpty()) {
      out.printf("      servers: %s%s%n", String.join(", ", servers.stream().limit(NAMED).toList()),
          servers.size() > NAMED ? " and " + (servers.size() - NAMED) + " more (see --json)" : "");
    }
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(each -> Printable.line(each.asString())).toList();
  }
}
