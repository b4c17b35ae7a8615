package dev.convoy.launch.adapter.hook;

import dev.convoy.kit.hook.HookProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The hooks for names that are configured, {@code convoy.launch.name-hooks.<name>}. */
public final class NameHooks {

  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final int USUAL_AT_ONCE = 4;
  private static final int MOST_AT_ONCE = 64;

  /**
   * A hook.
   *
   * @param program absolute path of an executable file
   * @param arguments fixed arguments
   * @param pass names of environment variables of launch-service that it gets; their values are secrets
   * @param timeout after which a run is ended; 30 s when null
   * @param atOnce how many runs there are at a time; 4 when null
   */
  public record Hook(
      @Nullable String program, @Nullable List<String> arguments, @Nullable List<String> pass, @Nullable Duration timeout,
      @Nullable Integer atOnce) {}

  /** One that can be run. */
  record Runnable(HookProgram program, Semaphore turns) {}

  private final Map<String, Runnable> byName = new HashMap<>();

  /**
   * Validates everything.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  public NameHooks(Map<String, Hook> configured) {
    configured.forEach((name, hook) -> byName.put(name, valid(name, hook)));
  }

  private static Runnable valid(String name, Hook hook) {
    if (hook.program() == null || hook.program().isBlank()) {
      throw wrong(name, "program is missing");
    }
    var program = new HookProgram(Path.of(hook.program()), hook.arguments() == null ? List.of() : hook.arguments(),
        hook.pass() == null ? List.of() : hook.pass(), hook.timeout() == null ? USUAL : hook.timeout());
    program.fault().ifPresent(fault -> {
      throw wrong(name, fault);
    });
    int atOnce = hook.atOnce() == null ? USUAL_AT_ONCE : hook.atOnce();
    if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
      throw wrong(name, "at-once is not 1 to " + MOST_AT_ONCE);
    }
    return new Runnable(program, new Semaphore(atOnce, true));
  }

  private static IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException("[CVY-4410] convoy.launch.name-hooks." + name + "." + what
        + "; correct the configuration of launch-service");
  }

  Optional<Runnable> of(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
