package dev.convoy.lab.errors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Fails when {@code docs/errors.md} and the sources do not name the same codes. */
class ErrorCatalogueTest {
  private static final Path ROOT = Path.of("..");
  /** Old events still carry the code, so it stays on the page. */
  private static final String RETIRED = "No longer raised.";

  @Test
  void everyCodeThatIsRaisedIsExplainedOnceWithARemedyAndNoOtherIs() throws IOException {
    ErrorCatalogue page = ErrorCatalogue.parse(Files.readString(ROOT.resolve("docs/errors.md")));
    CodesInSources sources = CodesInSources.under(ROOT);
    assertThat(sources.raised()).hasSizeGreaterThan(200);
    assertThat(sources.composed()).as("a code must stand whole in the source, so that it is found").isEmpty();
    assertThat(problems(page, sources.raised(), sources.mentioned())).as("docs/errors.md").isEmpty();
  }

  @Test
  void theBuildHasThePageInItsJar() throws IOException {
    ErrorCatalogue page = ErrorCatalogue.parse(Files.readString(ROOT.resolve("docs/errors.md")));
    assertThat(ErrorCatalogue.ofBuild().equals(page)).as("docs/errors.md has changed since; build again").isTrue();
  }

  private static List<String> problems(ErrorCatalogue page, Set<String> raised, Set<String> mentioned) {
    List<String> problems = new ArrayList<>();
    Set<String> listed = new HashSet<>();
    Set<String> retired = new HashSet<>();
    for (ErrorCode each : page.codes()) {
      if (each.meaning().startsWith(RETIRED)) {
        retired.add(each.code());
      }
      if (!listed.add(each.code())) {
        problems.add(each.code() + " is listed twice");
      }
      if (each.meaning().isEmpty() || each.remedy().isEmpty()) {
        problems.add(each.code() + " has no meaning or no remedy");
      }
    }
    Set<String> missing = new TreeSet<>(mentioned);
    missing.removeAll(listed);
    missing.forEach(code -> problems.add(code + " is missing"));
    Set<String> gone = new TreeSet<>(listed);
    gone.removeAll(raised);
    gone.removeAll(retired);
    retired.retainAll(raised);
    retired.forEach(code -> problems.add(code + " is raised, though the page says that it is not"));
    gone.forEach(code -> problems.add(code + " is not raised any more, or not by the module of its range"));
    return problems;
  }

  @Test
  void whatIsWrongWithThePageIsNamed() {
    ErrorCatalogue page = ErrorCatalogue.parse("""
        ## CVY-4xxx: launch-service
        | CVY-4101 | One. | Do it. |
        | CVY-4102 | Two. | Do it. |
        | CVY-4102 | Two. | Do it. |
        | CVY-4103 | Three. |  |
        | CVY-4104 | Four. |
        | CVY-4105 | Gone. | Do it. |
        | CVY-4106 | No longer raised. | Do it. |
        | CVY-4107 | No longer raised. | Do it. |
        """);
    assertThat(problems(page, Set.of("CVY-4101", "CVY-4102", "CVY-4103", "CVY-4104", "CVY-4107"), Set.of("CVY-4108")))
        .containsExactly("CVY-4102 is listed twice", "CVY-4103 has no meaning or no remedy",
            "CVY-4104 has no meaning or no remedy", "CVY-4108 is missing",
            "CVY-4107 is raised, though the page says that it is not",
            "CVY-4105 is not raised any more, or not by the module of its range");
  }

  @Test
  void codesAreFoundInTheModuleOfTheirRangeAndNotInComments(@TempDir Path root) throws IOException {
    Files.writeString(root.resolve("convoy"), "# CVY-9001\nfail \"[CVY-9002] no Java\"\n");
    write(root, "launch-service/src/main/java/A.java",
        "  /** CVY-4101 */\n  // CVY-4102\n  x(\"[CVY-4103] a\"); y(\"CVY-41%02d\");\n");
    write(root, "lab/src/main/java/B.java", "x(\"CVY-4104\"); y(\"CVY-9003\");\n");
    write(root, "lab/src/test/java/C.java", "x(\"CVY-9004\");\n");
    CodesInSources codes = CodesInSources.under(root);
    assertThat(codes.raised()).containsExactly("CVY-4103", "CVY-9002", "CVY-9003");
    assertThat(codes.mentioned()).containsExactly("CVY-4103", "CVY-4104", "CVY-9002", "CVY-9003");
    assertThat(codes.composed()).singleElement().asString().contains("A.java").contains("CVY-41%02d");
  }

  private static void write(Path root, String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void aRowKnowsItsOwnerTheTextAboveItsTableAndItsFirstSentence() {
    ErrorCatalogue page = ErrorCatalogue.parse("""
        Words.
        ## CVY-5xxx: validation-service

        Checks are asked
        again.

        | code | what has happened | do |
        |---|---|---|
        | CVY-5101 | EC2 says no. Parked. | Look at `a \\| b`. |
        """);
    assertThat(page.codes()).containsExactly(
        new ErrorCode("CVY-5101", "validation-service", "Checks are asked again.", "EC2 says no. Parked.", "Look at `a | b`."));
    assertThat(page.codes().getFirst().headline()).isEqualTo("EC2 says no.");
    assertThatThrownBy(() -> ErrorCatalogue.parse("| CVY-5101 | a | b | c |")).hasMessageContaining("CVY-5101");
  }

  @Test
  void aCodeIsFoundInEveryFormAndTheNearestAreNamed() {
    ErrorCatalogue page = ErrorCatalogue.parse("""
        | CVY-4101 | a | b |
        | CVY-4102 | a | b |
        | CVY-4105 | a | b |
        | CVY-9001 | a | b |
        """);
    for (String asked : List.of("CVY-4102", "[CVY-4102]", "cvy-4102", "4102", " 4102 ")) {
      assertThat(page.find(asked)).as(asked).hasValueSatisfying(each -> assertThat(each.code()).isEqualTo("CVY-4102"));
    }
    assertThat(page.find("4104")).isEmpty();
    assertThat(page.nearest("4104")).extracting(ErrorCode::code).containsExactly("CVY-4105", "CVY-4102", "CVY-4101");
    assertThat(page.nearest("help")).isEmpty();
  }
}
