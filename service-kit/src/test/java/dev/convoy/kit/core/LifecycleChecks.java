package dev.convoy.kit.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks that every lifecycle passes: each row visited, its diagram up to date. */
public final class LifecycleChecks {

  private LifecycleChecks() {}

  /** Fails with the names of the rows that no scenario has taken. */
  public static <P extends Enum<P>> void everyRowVisited(Lifecycle<P, ?, ?> lifecycle, Set<String> visited) {
    everyRowVisited(lifecycle, phase -> true, visited);
  }

  /** Looks at the rows that leave some phases only. */
  public static <P extends Enum<P>> void everyRowVisited(
      Lifecycle<P, ?, ?> lifecycle, Predicate<P> phases, Set<String> visited) {
    var missing = lifecycle.rows().stream().filter(row -> phases.test(row.from())).map(Lifecycle.Row::name)
        .filter(name -> !visited.contains(name)).toList();
    assertThat(missing).as("transitions that no scenario has taken").isEmpty();
  }

  /**
   * Compares {@code docs/states/<name>.md} with the table; {@code -Ddocs.write=true} writes it instead.
   *
   * @param name file name without ending
   * @param title heading of the page
   */
  public static void diagramIsCurrent(Lifecycle<?, ?, ?> lifecycle, String name, String title) throws IOException {
    var file = repositoryRoot().resolve("docs/states/" + name + ".md");
    var text = "# " + title + "\n\nGenerated from the transition table; do not edit.\n\n```mermaid\n"
        + lifecycle.diagram() + "```\n";
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file).as("run `mvn test -Ddocs.write=true` to write the diagrams anew").hasContent(text);
  }

  private static Path repositoryRoot() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("convoy")) && !Files.exists(folder.resolve("schemas/pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("repository root not found");
      }
    }
    return folder;
  }
}
