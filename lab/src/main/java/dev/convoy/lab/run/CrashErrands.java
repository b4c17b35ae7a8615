package dev.convoy.lab.run;

import dev.convoy.events.common.Stage;
import java.io.PrintStream;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people ask of servers so that kinds of operations come up that nobody needs for a healthy wave:
 * break-glass accounts, and a few that are withdrawn, whose agents are removed. Each is asked while rows of its kind are missing.
 */
final class CrashErrands {
  private static final Set<Stage> UNTESTED = EnumSet.range(Stage.AGENT_INSTALLED, Stage.TEST_AUTHORIZED);
  private static final Set<Stage> MAY_LEAVE = EnumSet.range(Stage.REPLICATION_STARTED, Stage.TEST_PASSED);
  /** Of so many servers one is withdrawn. */
  private static final int SERVERS_PER_WITHDRAWAL = 6;
  private static final Map<String, Object> SAID = Map.of("by", "lab", "reason", "crash points");

  /** Tells a command to inventory-service; throws as {@link InventoryClient#post} does. */
  @FunctionalInterface
  interface Desk {
    void post(String serverId, String command, Map<String, ?> body);
  }

  private final Desk desk;
  private final PrintStream out;
  private final Set<String> done = new HashSet<>();
  private final Set<String> withdrawn = new HashSet<>();

  CrashErrands(Desk desk, PrintStream out) {
    this.desk = desk;
    this.out = out;
  }

  /**
   * @param missing kinds of operations that have rows left
   * @param removed how many removals of agents are over: those that go at once share a crash, so one goes after the other
   * @param staying servers that are not to be withdrawn
   */
  void run(Collection<ServerLine> servers, Set<String> missing, int removed, Set<String> staying) {
    List<ServerLine> moving = servers.stream().filter(each -> each.moves() && !each.atRest()).toList();
    if (missing.contains("RemoveAgent") && withdrawn.size() <= removed
        && withdrawn.size() < Math.ceilDiv(servers.size(), SERVERS_PER_WITHDRAWAL)) {
      moving.stream().filter(each -> MAY_LEAVE.contains(each.stage()) && !staying.contains(each.serverId())
          && !done.contains(key(each, "withdraw", ""))).findFirst().ifPresent(this::withdraw);
    }
    for (ServerLine server : moving) {
      if (missing.contains("OpenBreakGlass") && UNTESTED.contains(server.stage())) {
        ask(server, "break-glass", "open", Map.of("by", "lab", "reason", "crash points", "within", "PT1H"));
      }
      if (server.stage() == Stage.TEST_PASSED && done.contains(key(server, "break-glass", "open"))) {
        ask(server, "break-glass", "end", Map.of("by", "lab", "reason", "crash points", "end", true));
      }
    }
  }

  /** How many servers were taken out of the migration. */
  int withdrawn() {
    return withdrawn.size();
  }

  private void withdraw(ServerLine server) {
    if (ask(server, "withdraw", "", SAID)) {
      withdrawn.add(server.serverId());
    }
  }

  /** Once for each occasion, again when nobody answered. False when it was not taken: a refusal means that it has gone on. */
  private boolean ask(ServerLine server, String command, String occasion, Map<String, ?> body) {
    if (done.contains(key(server, command, occasion))) {
      return false;
    }
    try {
      desk.post(server.serverId(), command, body);
      done.add(key(server, command, occasion));
      out.println(server.serverId() + ": " + command + " " + occasion + " asked for");
      return true;
    } catch (Refusal e) {
      done.add(key(server, command, occasion));
      out.println(server.serverId() + ": " + command + " refused: " + e.getMessage());
      return false;
    } catch (LabFailure e) {
      return false;
    }
  }

  private static String key(ServerLine server, String command, String occasion) {
    return server.serverId() + " " + command + " " + occasion;
  }
}
