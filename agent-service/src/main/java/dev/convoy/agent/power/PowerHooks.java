package dev.convoy.agent.power;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Programs of the machine of agent-service that power hosts on, by site: the only ones that it runs there. What they are
 * told comes by the environment, so no shell and no inventory value is part of a command line.
 */
public final class PowerHooks {

  /** Serves sites that have none of their own. */
  public static final String DEFAULT = "default";

  private static final Duration USUAL = Duration.ofMinutes(2);
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  /**
   * A hook.
   *
   * @param program absolute path of an executable file
   * @param arguments fixed arguments
   * @param pass names of environment variables of agent-service that it gets; their values are secrets
   * @param timeout after which it is ended; 2 min when null
   */
  public record Hook(
      @Nullable String program, @Nullable List<String> arguments, @Nullable List<String> pass, @Nullable Duration timeout) {

    Path path() {
      return Path.of(String.valueOf(program));
    }

    List<String> argumentsOrNone() {
      return arguments == null ? List.of() : arguments;
    }

    List<String> passed() {
      return pass == null ? List.of() : pass;
    }

    /** After which it is ended. */
    public Duration limit() {
      return timeout == null ? USUAL : timeout;
    }
  }

  private final Map<String, Hook> bySite;

  /**
   * Validates everything.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  public PowerHooks(Map<String, Hook> bySite) {
    this.bySite = Map.copyOf(bySite);
    bySite.forEach(PowerHooks::valid);
  }

  /** The hook of a site; empty when it has none and there is no default. */
  public Optional<Hook> of(String site) {
    return Optional.ofNullable(bySite.getOrDefault(site, bySite.get(DEFAULT)));
  }

  private static void valid(String site, Hook hook) {
    if (hook.program() == null || hook.program().isBlank()) {
      throw wrong(site, "program", "is missing");
    }
    if (!hook.path().isAbsolute() || !Files.isRegularFile(hook.path()) || !Files.isExecutable(hook.path())) {
      throw wrong(site, "program", "is not the absolute path of an executable file");
    }
    if (hook.limit().isNegative() || hook.limit().isZero()) {
      throw wrong(site, "timeout", "is not above zero");
    }
    for (var name : hook.passed()) {
      if (!name.matches(NAME)) {
        throw wrong(site, "pass", "has something else than names of environment variables");
      }
    }
  }

  private static IllegalArgumentException wrong(String site, String property, String what) {
    return new IllegalArgumentException("[CVY-2424] convoy.agent.power-on." + site + "." + property + " " + what
        + "; correct the configuration of agent-service");
  }
}
