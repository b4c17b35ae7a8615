package dev.convoy.lab.cli;

import dev.convoy.kit.text.Printable;
import dev.convoy.lab.errors.ErrorCatalogue;
import dev.convoy.lab.errors.ErrorCode;
import dev.convoy.lab.run.LabFailure;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convoy explain}. */
@Command(name = "explain", description = "Says what an error code means and what to do; docs/errors.md explains the words.")
final class ExplainCommand implements Callable<Integer> {
  private static final String INDENT = "  ";

  @Parameters(paramLabel = "CODE", arity = "0..*", description = "such as CVY-4102 or 4102; all of them without it")
  private List<String> asked = List.of();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ErrorCatalogue catalogue = ErrorCatalogue.ofBuild();
    PrintWriter out = spec.commandLine().getOut();
    if (asked.isEmpty()) {
      catalogue.codes().forEach(each -> out.println(line(each)));
      return 0;
    }
    List<String> unknown = new ArrayList<>();
    for (String each : asked) {
      Optional<ErrorCode> found = catalogue.find(each);
      found.ifPresentOrElse(code -> explain(code, out), () -> unknown.add(unknown(each, catalogue)));
    }
    if (!unknown.isEmpty()) {
      throw new LabFailure("[CVY-9322] explain: " + String.join("; ", unknown));
    }
    return 0;
  }

  private static String line(ErrorCode code) {
    return code.code() + INDENT + code.headline();
  }

  private static void explain(ErrorCode code, PrintWriter out) {
    out.println(code.code() + INDENT + code.owner());
    print(code.meaning(), out);
    if (!code.note().isEmpty()) {
      print(code.note(), out);
    }
    print("Do: " + code.remedy(), out);
  }

  private static String unknown(String asked, ErrorCatalogue catalogue) {
    List<ErrorCode> nearest = catalogue.nearest(asked);
    return "there is no " + Printable.line(asked, 20) + (nearest.isEmpty() ? ", give a code such as CVY-4102"
        : ", the nearest are " + nearest.stream().map(ErrorCode::code).collect(Collectors.joining(", ")));
  }

  /** In lines that are not wider than the terminal. */
  private static void print(String text, PrintWriter out) {
    StringBuilder line = new StringBuilder(INDENT);
    for (String word : text.split(" ")) {
      if (line.length() > INDENT.length() && line.length() + word.length() >= Terminal.width()) {
        out.println(line.toString().stripTrailing());
        line.setLength(INDENT.length());
      }
      line.append(word).append(' ');
    }
    out.println(line.toString().stripTrailing());
  }
}
