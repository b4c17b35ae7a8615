package dev.convoy.schemas.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Fails when the generated pages are stale; with {@code -Ddocs.write} it writes them instead. */
class EventReferenceTest {
  private static final Path DOCS = Path.of("../docs");

  @Test
  void theEventReferenceIsThatOfTodaysSchemas() throws IOException {
    assertFresh(DOCS.resolve("events.md"), EventReference.text());
  }

  @Test
  void theAsyncApiDocumentIsThatOfTodaysSchemas() throws IOException {
    assertFresh(DOCS.resolve("asyncapi.yaml"), AsyncApi.text());
  }

  private static void assertFresh(Path file, String expected) throws IOException {
    if (System.getProperty("docs.write") != null) {
      Files.writeString(file, expected);
    }
    assertThat(Files.exists(file) && Files.readString(file).equals(expected))
        .as("%s is stale; write it anew with: %s", file.getFileName(), EventReference.COMMAND)
        .isTrue();
  }
}
