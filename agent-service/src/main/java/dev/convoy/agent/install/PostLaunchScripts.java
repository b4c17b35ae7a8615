package dev.convoy.agent.install;

import dev.convoy.agent.host.CopyPrograms;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The scripts that are copied for MGN to run after a launch, by name: no others ever are. */
public final class PostLaunchScripts {

  private static final int LONGEST = 64 * 1024;
  private static final int MOST = 20;

  /**
   * A script of the configuration.
   *
   * @param linux null = not for Linux
   * @param windows null = not for Windows
   * @param environments names of the environments whose servers get it; empty = all
   */
  public record Setting(@Nullable Source linux, @Nullable Source windows, @Nullable Set<String> environments) {}

  /**
   * Where its text comes from: one of these.
   *
   * @param file path on this host, read when the service starts
   * @param extension of the file on the source, without its dot; null = {@code sh} or {@code ps1}
   */
  public record Source(@Nullable String text, @Nullable String file, @Nullable String extension) {}

  private record Script(Set<String> environments, CopyPrograms.@Nullable Script linux, CopyPrograms.@Nullable Script windows) {}

  private final List<Script> scripts;

  /**
   * Reads and validates everything.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  public PostLaunchScripts(Map<String, Setting> byName) {
    if (byName.size() > MOST) {
      throw wrong("", "names " + byName.size() + " scripts, " + MOST + " are taken");
    }
    this.scripts = new TreeMap<>(byName).entrySet().stream().map(each -> script(each.getKey(), each.getValue())).toList();
  }

  /** True when there is any, for whatever environment. */
  public boolean any() {
    return !scripts.isEmpty();
  }

  /** What a server of an environment and family gets. */
  public List<CopyPrograms.Script> of(String environment, OsFamily family) {
    return scripts.stream().filter(each -> each.environments().isEmpty() || each.environments().contains(environment))
        .map(each -> Optional.ofNullable(family == OsFamily.WINDOWS ? each.windows() : each.linux()))
        .flatMap(Optional::stream).toList();
  }

  private static Script script(String name, Setting setting) {
    if (setting.linux() == null && setting.windows() == null) {
      throw wrong("." + name, "has neither linux nor windows");
    }
    return new Script(setting.environments() == null ? Set.of() : Set.copyOf(setting.environments()),
        read(name, "linux", setting.linux(), "sh"), read(name, "windows", setting.windows(), "ps1"));
  }

  private static CopyPrograms.@Nullable Script read(String name, String family, @Nullable Source source, String extension) {
    if (source == null) {
      return null;
    }
    var property = "." + name + "." + family;
    if (Stream.of(Optional.ofNullable(source.text()), Optional.ofNullable(source.file())).filter(Optional::isPresent).count() != 1) {
      throw wrong(property, "needs one of text and file");
    }
    var text = source.text() == null ? read(property, String.valueOf(source.file())) : source.text();
    if (text.isBlank() || text.length() > LONGEST) {
      throw wrong(property, "is empty, or longer than " + LONGEST + " characters");
    }
    try {
      return new CopyPrograms.Script(name + "." + (source.extension() == null ? extension : source.extension()), text);
    } catch (IllegalArgumentException e) {
      throw wrong(property, "has a name or extension with characters other than letters, digits, _ -");
    }
  }

  private static String read(String property, String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw wrong(property, "names file " + file + ", which cannot be read as text: " + e.getMessage());
    }
  }

  private static IllegalArgumentException wrong(String property, String what) {
    return new IllegalArgumentException("[CVY-2350] convoy.agent.post-launch" + property + " " + what
        + "; correct the configuration of agent-service");
  }
}
