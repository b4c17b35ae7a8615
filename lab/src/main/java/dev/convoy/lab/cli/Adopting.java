package dev.convoy.lab.cli;

import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.Refusal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Says to inventory-service what a report has matched, server by server: it decides, and a refusal stops no other. */
final class Adopting {
  private static final int AT_ONCE = 8;

  private final InventoryClient inventory;
  private final String by;

  /** @param by who decides */
  Adopting(InventoryClient inventory, String by) {
    this.inventory = inventory;
    this.by = by;
  }

  /** What became of a match. */
  private enum End {
    BOUND,
    BOUND_ALREADY,
    LEFT_TO_A_PERSON,
    NOT_BOUND;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** @param why what is left to do; empty = nothing */
  private record Binding(String serverId, String sourceServerId, End end, String why) {
    ObjectNode json() {
      return JsonMapper.shared().createObjectNode().put("serverId", serverId).put("sourceServerId", sourceServerId)
          .put("result", end.name()).put("detail", why);
    }
  }

  /** Prints the report, binds, and says what became of each; answers the exit code: 1 for conflicts and what was not bound. */
  int bind(JsonNode report, boolean json, PrintWriter out) {
    int conflicts = json ? (report.path("conflicts").isEmpty() ? 0 : 1) : EstateReport.print(report, false, out);
    List<Binding> bindings = all(report.path("matched"));
    if (json && report instanceof ObjectNode whole) {
      whole.putArray("bindings").addAll(bindings.stream().map(Binding::json).toList());
      Answers.json(whole, out);
    } else {
      print(bindings, out);
    }
    return bindings.stream().anyMatch(each -> each.end() == End.NOT_BOUND) ? 1 : conflicts;
  }

  private List<Binding> all(JsonNode matched) {
    try (var calls = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Binding>> asked = matched.valueStream().map(each -> calls.submit(() -> binding(each))).toList();
      return asked.stream().map(Adopting::answer).toList();
    }
  }

  private static Binding answer(Future<Binding> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9301] account adopt: interrupted; give it again, what is bound stays so", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Binding binding(JsonNode match) {
    String server = Answers.at(match, "serverId");
    String source = Answers.at(match, "sourceServerId");
    if (match.path("bound").asBoolean(false)) {
      return new Binding(server, source, End.BOUND_ALREADY, "");
    }
    return Answers.at(match, "way").equals("ADOPT") ? asked(match, server, source)
        : new Binding(server, source, End.LEFT_TO_A_PERSON, Answers.at(match, "next"));
  }

  private Binding asked(JsonNode match, String server, String source) {
    String known = match.path("by").valueStream().map(each -> each.asString().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
    try {
      InventoryClient.Answer answer = inventory.post("/api/servers/" + InventoryClient.segment(server) + "/adopt",
          Map.of("by", by, "reason", "known by its " + known, "sourceServerId", source));
      return answer.status() == 202 ? new Binding(server, source, End.NOT_BOUND, "not yet answered; see "
          + answer.location().orElse("./convoy server show " + server)) : new Binding(server, source, End.BOUND, "");
    } catch (Refusal | LabFailure e) {
      return new Binding(server, source, End.NOT_BOUND, String.valueOf(e.getMessage()));
    }
  }

  private static void print(List<Binding> bindings, PrintWriter out) {
    bindings.forEach(each -> out.println(each.serverId() + ": " + each.end().words() + " (" + each.sourceServerId() + ")"
        + (each.why().isEmpty() ? "" : ": " + each.why())));
    long not = count(bindings, End.NOT_BOUND);
    out.printf("%d bound, %d bound already, %d left to a person, %d not bound%n", count(bindings, End.BOUND),
        count(bindings, End.BOUND_ALREADY), count(bindings, End.LEFT_TO_A_PERSON), not);
    if (not > 0) {
      out.println("[CVY-9321] " + not + " servers were not bound; mend what is said of them and give the command again: what is"
          + " bound stays so");
    }
  }

  private static long count(List<Binding> bindings, End end) {
    return bindings.stream().filter(each -> each.end() == end).count();
  }
}
