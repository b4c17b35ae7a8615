package dev.convoy.lab.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows the calls that services would make in an account that they only observe. */
final class PlanReport {

  private static final int MOST_TEXT = 120;

  private PlanReport() {}

  /** Prints the plans, by service; answers the exit code: 1 when a service does not observe the account. */
  static int print(Map<String, JsonNode> plans, boolean json, PrintWriter out) {
    if (json) {
      Answers.json(JsonMapper.shared().valueToTree(plans), out);
    } else {
      table(plans, out);
    }
    return plans.values().stream().allMatch(plan -> plan.path("observed").asBoolean(false)) ? 0 : 1;
  }

  private static void table(Map<String, JsonNode> plans, PrintWriter out) {
    Table table = Table.of("server", "call", "waits for", "since", "parameters");
    plans.forEach((service, plan) -> plan.path("calls").forEach(call -> table.add(List.of(
        Answers.at(call, "server").isEmpty() ? "(account)" : Answers.at(call, "server"),
        Answers.at(call, "service") + " " + Answers.at(call, "operation"), Answers.at(call, "waitsFor"),
        Answers.at(call, "firstAt"), shortened(Answers.at(call, "parameters"))))));
    if (plans.values().stream().anyMatch(plan -> !plan.path("calls").isEmpty())) {
      table.print(out);
    }
    plans.forEach((service, plan) -> out.println(service + (plan.path("observed").asBoolean(false)
        ? " observes: " + plan.path("calls").size() + " calls withheld"
        : " acts in this account: nothing is withheld (convoy.aws.mode, convoy.aws.observed)")));
  }

  private static String shortened(String text) {
    return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text;
  }
}
