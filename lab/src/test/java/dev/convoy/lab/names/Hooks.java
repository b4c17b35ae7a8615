package dev.convoy.lab.names;

import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.aws.OutsideOfAws;
import dev.convoy.kit.aws.PlannedCalls;
import dev.convoy.launch.adapter.hook.HookNameGateway;
import dev.convoy.launch.adapter.hook.NameHooks;
import dev.convoy.launch.names.NameGateway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gateways to programs. */
final class Hooks {

  private Hooks() {}

  /** To a hook {@code lab}. */
  static NameGateway of(Path program, List<String> arguments) {
    return of(program, arguments, Map.of());
  }

  static NameGateway of(Path program, List<String> arguments, Map<String, String> variables) {
    var environment = new HashMap<>(variables);
    environment.put("PATH", System.getenv("PATH"));
    var settings = new AwsSettings(null, Duration.ofSeconds(1), 1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new HookNameGateway(new NameHooks(Map.of("lab", new NameHooks.Hook(program.toString(), arguments,
        List.copyOf(variables.keySet()), Duration.ofSeconds(60), 4))), new OutsideOfAws(settings, new PlannedCalls(Clock.systemUTC())),
        environment, new SimpleMeterRegistry());
  }
}
