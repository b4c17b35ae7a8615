package dev.convoy.agent.prerequisites;

import dev.convoy.agent.host.Prerequisite;
import dev.convoy.events.common.OsFamily;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks that the configuration adds, by name: the only texts that are run on a host to check it. */
public final class OwnChecks {

  /**
   * A check. Its exit code is the verdict, 0 = holds; its last line the detail. It must alter nothing.
   *
   * @param linux text for sh; null = not asked on Linux
   * @param windows text for Windows PowerShell 5.1; null = not asked on Windows
   */
  public record OwnCheck(@Nullable String linux, @Nullable String windows) {}

  private final Map<String, OwnCheck> byName;

  /** @throws IllegalArgumentException naming the property that is wrong */
  public OwnChecks(Map<String, OwnCheck> byName) {
    this.byName = Map.copyOf(byName);
    byName.forEach(OwnChecks::require);
  }

  private static void require(String name, OwnCheck check) {
    var wrong = !name.matches("[a-z0-9][a-z0-9-]{0,59}") ? "is not a name of lower case letters, digits and dashes"
        : Prerequisite.of(name).isPresent() ? "is the name of a check that exists already"
        : blank(check.linux()) && blank(check.windows()) ? "has neither a text for linux nor for windows" : null;
    if (wrong != null) {
      throw new IllegalArgumentException("[CVY-2303] agent-service: convoy.agent.checks.own." + name + " " + wrong
          + "; correct the configuration");
    }
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /** Names of all checks that have a level: these and the {@linkplain Prerequisite known ones}. */
  public Set<String> allNames() {
    var names = new TreeSet<>(byName.keySet());
    for (var known : Prerequisite.values()) {
      names.add(known.check());
    }
    return names;
  }

  /** Texts for hosts of a family, by name. */
  Map<String, String> of(OsFamily family) {
    var texts = new HashMap<String, String>();
    byName.forEach((name, check) -> {
      var text = family == OsFamily.WINDOWS ? check.windows() : check.linux();
      if (text != null && !text.isBlank()) {
        texts.put(name, text);
      }
    });
    return texts;
  }
}
