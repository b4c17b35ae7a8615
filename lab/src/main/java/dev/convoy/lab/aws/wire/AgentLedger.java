package dev.convoy.lab.aws.wire;

import dev.convoy.lab.aws.cloud.Region;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes registrations of agents into the ledger, under the name of the private operation that real agents call. */
public final class AgentLedger {

  private final Ledger ledger;

  public AgentLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A registration was accepted or refused.
   *
   * @param serverId null if it was refused
   * @param error AWS's code, null if it was accepted
   */
  public void registered(
      Region region, Instant now, @Nullable String serverId, @Nullable String userProvidedId, @Nullable String error) {
    var line = JsonNodeFactory.instance.objectNode().put("wall", now.toString())
        .put("sim", region.time().simulatedSeconds(now)).put("service", "mgn")
        .put("operation", "RegisterAgentForMgn").put("account", region.account()).put("region", region.name());
    var servers = line.putArray("sourceServers");
    if (serverId != null) {
      servers.add(serverId);
    }
    line.putObject("tags");
    line.put("accepted", error == null).put("error", error).putNull("jobId").putNull("fault")
        .put("userProvidedId", userProvidedId);
    ledger.append(line.toString());
  }
}
