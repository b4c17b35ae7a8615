package dev.convoy.lab.run;

import dev.convoy.events.common.Stage;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Counts how many servers are at another stage than when it last looked. */
final class StageSteps {
  private final Map<String, Stage> stages = new HashMap<>();

  /** Servers that went on since the look before; a server that is new counts. */
  int since(Collection<ServerLine> servers) {
    return (int) servers.stream().filter(each -> stages.put(each.serverId(), each.stage()) != each.stage()).count();
  }
}
