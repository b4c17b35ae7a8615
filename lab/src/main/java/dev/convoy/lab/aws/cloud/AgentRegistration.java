package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a replication agent does when it is installed: it makes its host a source server, or finds it again. A server is
 * the same if its user-provided id is, else if its MAC address is (MGN user guide); archived ones are not looked at.
 */
public final class AgentRegistration {

  private final Quotas quotas;

  /** @param quotas limit the servers that replicate */
  public AgentRegistration(Quotas quotas) {
    this.quotas = quotas;
  }

  /** The registration is refused; the code is AWS's. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    RefusedException(String code, String message) {
      super(message, null, false, false);
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  /**
   * Registers an agent; to be called under the region's lock.
   *
   * @param replicate start replication at once, as the installer does without {@code --no-replication}
   * @throws RefusedException if the account is not prepared or its quota is used up
   */
  public SourceServer register(Region region, Agent agent, boolean replicate, Instant now) {
    var template = region.replicationTemplate();
    if (!region.initialized() || template == null) {
      throw new RefusedException("UninitializedAccountException", "Account is not initialized: "
          + (region.initialized() ? "it has no replication configuration template" : "call InitializeService"));
    }
    var known = find(region, agent);
    if (known != null) {
      return again(region, known, agent, replicate, now);
    }
    if (replicate) {
      admit(region);
    }
    var server = made(region, template, agent, now);
    if (replicate) {
      start(region, server, now);
      region.settle(server);
    }
    return server;
  }

  private static SourceServer made(Region region, ObjectNode template, Agent agent, Instant now) {
    var server = SourceServer.registered(region.nextSequence(), region.ids().next("s-"), agent, now);
    var launchTemplate = ServerDefaults.launchTemplate(region, server.id(), agent);
    region.add(launchTemplate);
    server.configured(ServerDefaults.replication(template, server.id(), agent),
        ServerDefaults.launch(region, server.id(), launchTemplate.id()), launchTemplate.id());
    server.actions().putAll(ServerDefaults.actions(region));
    region.add(server);
    return server;
  }

  /** A server that was imported and has no agent yet; the account must have a replication configuration template. */
  static SourceServer expect(Region region, Agent described, Instant now) {
    var template = Objects.requireNonNull(region.replicationTemplate(), "replicationTemplate");
    var server = made(region, template, described, now);
    server.move(server.lifeCycle().in(LifeCycleState.PENDING_INSTALLATION));
    return server;
  }

  /** What replicates goes on; what was disconnected, or never replicated, starts if it is told to. */
  private SourceServer again(Region region, SourceServer known, Agent agent, boolean replicate, Instant now) {
    known.registeredAgain(agent, now);
    var template = region.replicationTemplate();
    if (known.lifeCycle().state() == LifeCycleState.PENDING_INSTALLATION && template != null) {
      known.configured(ServerDefaults.replication(template, known.id(), agent), known.launchConfiguration(),
          known.launchTemplateId());
      known.move(known.lifeCycle().in(LifeCycleState.STOPPED));
    }
    if (replicate && known.replication().mode() == Replication.Mode.STOPPED) {
      admit(region);
      start(region, known, now);
      region.settle(known);
    }
    return known;
  }

  private void admit(Region region) {
    if (region.replicating() >= quotas.replicatingServers()) {
      throw new RefusedException("ServiceQuotaExceededException",
          "You have reached the maximum number of active source servers: " + quotas.replicatingServers());
    }
  }

  private static void start(Region region, SourceServer server, Instant now) {
    server.replicate(Replication.idle().started(now, ReplicationPlan.of(region.time(), server.agent().totalBytes())));
    server.move(server.lifeCycle().in(LifeCycleState.NOT_READY));
  }

  private static @Nullable SourceServer find(Region region, Agent agent) {
    return region.servers().stream().filter(s -> !s.archived() && same(s.agent(), agent)).findFirst().orElse(null);
  }

  private static boolean same(Agent one, Agent other) {
    if (one.userProvidedId() != null || other.userProvidedId() != null) {
      return Objects.equals(one.userProvidedId(), other.userProvidedId());
    }
    return one.mac() != null && one.mac().equalsIgnoreCase(other.mac());
  }
}
