package dev.convoy.lab.run;

import dev.convoy.lab.chaos.ChaosOptions;
import dev.convoy.lab.versions.Versions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabFolderTest {
  private final String temporary = System.getProperty("java.io.tmpdir");

  @AfterEach
  void restore() {
    System.setProperty("java.io.tmpdir", temporary);
  }

  @Test
  void aNamedFolderSurvivesAndIsKnownTheSecondTime(@TempDir Path data) {
    try (LabFolder first = LabFolder.open(options(20, data))) {
      assertThat(first.known()).isFalse();
    }
    try (LabFolder second = LabFolder.open(options(20, data))) {
      assertThat(second.known()).isTrue();
      assertThat(second.log("lab").getParent()).isDirectory();
    }
  }

  @Test
  void otherOptionsThatMatterAreRefusedByName(@TempDir Path data) {
    LabFolder.open(options(20, data)).close();
    assertThatThrownBy(() -> LabFolder.open(options(30, data))).isInstanceOf(LabFailure.class)
        .hasMessageContaining("was made with --servers 20;");
    LabFolder.open(options(20, data)).close();
  }

  @Test
  void twoLabsDoNotUseOneFolder(@TempDir Path data) {
    try (LabFolder first = LabFolder.open(options(20, data))) {
      assertThat(first.temporary()).isFalse();
      assertThatThrownBy(() -> LabFolder.open(options(20, data))).isInstanceOf(LabFailure.class)
          .hasMessageContaining("another lab uses");
    }
  }

  @Test
  void aTemporaryFolderIsRemovedWithAllThatIsInIt() throws Exception {
    LabFolder folder = LabFolder.open(options(20, null));
    Files.writeString(folder.log("lab"), "a line");
    Path root = Path.of(folder.toString());
    assertThat(root).isDirectory();
    folder.close();
    assertThat(root).doesNotExist();
  }

  @Test
  void ofARunThatWentWrongTheLogsAreKept() throws Exception {
    LabFolder folder = LabFolder.open(options(20, null));
    Files.writeString(folder.log("lab"), "a line");
    Files.writeString(folder.resolve("aws.json"), "{}");
    Path root = Path.of(folder.toString());
    Path logs = folder.keepLogs();
    folder.close();
    assertThat(root).isDirectoryNotContaining(each -> !each.equals(logs));
    assertThat(logs.resolve("lab.log")).hasContent("a line");
    LabFolder.remove(root);
  }

  static LabOptions options(int servers, @Nullable Path data) {
    return new LabOptions(servers, 20, 2, 1, Optional.empty(), 1, LabOptions.Faults.none, 60, true, false,
        1, ChaosOptions.none(), 0, new LabPorts(0), Optional.ofNullable(data), Set.of(), 0, false, Versions.none(), Goal.ALL);
  }
}
