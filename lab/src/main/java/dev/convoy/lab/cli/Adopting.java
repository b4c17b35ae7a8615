package dev.convoy.lab.cli;

import dev.convoy.kit.text.Printable;
import dev.convoy.lab.run.EstateAdoption.Binding;
import dev.convoy.lab.run.EstateAdoption.End;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Shows what became of the matches of a report. */
final class Adopting {

  private Adopting() {}

  /** Answers the exit code: 1 for conflicts and what was not bound. */
  static int print(JsonNode report, List<Binding> bindings, boolean json, PrintWriter out) {
    if (json && report instanceof ObjectNode whole) {
      whole.putArray("bindings").addAll(bindings.stream().map(Adopting::json).toList());
      Answers.json(whole, out);
    } else {
      lines(bindings, out);
    }
    return report.path("conflicts").isEmpty() && count(bindings, End.NOT_BOUND) == 0 ? 0 : 1;
  }

  private static ObjectNode json(Binding binding) {
    return JsonMapper.shared().createObjectNode().put("serverId", binding.serverId())
        .put("sourceServerId", binding.sourceServerId()).put("result", binding.end().name()).put("detail", binding.why());
  }

  private static void lines(List<Binding> bindings, PrintWriter out) {
    bindings.forEach(each -> out.println(Printable.line(each.serverId() + ": "
        + each.end().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + each.sourceServerId() + ")"
        + (each.why().isEmpty() ? "" : ": " + each.why()))));
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
