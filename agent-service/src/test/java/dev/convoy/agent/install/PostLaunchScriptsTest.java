package dev.convoy.agent.install;

import dev.convoy.agent.host.CopyPrograms;
import dev.convoy.agent.install.PostLaunchScripts.Setting;
import dev.convoy.agent.install.PostLaunchScripts.Source;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostLaunchScriptsTest {

  private static Source text(String text) {
    return new Source(text, null, null);
  }

  private static void isWrong(String name, @Nullable Source linux, String why) {
    assertThatThrownBy(() -> new PostLaunchScripts(Map.of(name, new Setting(linux, null, null))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("[CVY-2350]", why);
  }

  @Test
  void aServerGetsThoseOfItsEnvironmentAndFamily(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("dns"), "fix");
    var scripts = new PostLaunchScripts(Map.of(
        "dns", new Setting(new Source(null, file.toString(), null), new Source("fix", null, "cmd"), Set.of("production")),
        "note", new Setting(text("note"), null, null)));
    assertThat(scripts.of("production", OsFamily.LINUX)).extracting(CopyPrograms.Script::file)
        .containsExactly("dns.sh", "note.sh");
    assertThat(scripts.of("production", OsFamily.WINDOWS)).extracting(CopyPrograms.Script::file).containsExactly("dns.cmd");
    assertThat(scripts.of("lab", OsFamily.LINUX)).extracting(CopyPrograms.Script::text).containsExactly("note");
    assertThat(scripts.any()).isTrue();
    assertThat(new PostLaunchScripts(Map.of()).any()).isFalse();
  }

  @Test
  void whatCannotBeCopiedKeepsTheServiceFromStarting() {
    isWrong("note", null, "neither linux nor windows");
    isWrong("note", new Source("a", "b", null), "one of text and file");
    isWrong("note", new Source(null, null, null), "one of text and file");
    isWrong("note", new Source(null, "/nowhere/at-all", null), "cannot be read");
    isWrong("note", text(" "), "is empty");
    isWrong("note", text("x".repeat(70_000)), "longer than");
    isWrong("no te", text("x"), "characters other than");
    isWrong("note", new Source("x", null, "s h"), "characters other than");
  }
}
