package dev.convoy.agent.prerequisites;

import dev.convoy.agent.host.CheckRequest;
import dev.convoy.agent.install.KnownSourceServers;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.ProfileSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Urgency;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Looks at a host right before its quiesce, and at which of its disks replication holds. */
public final class ProfileHandler extends LookHandler<ProfileSource> {

  private final KnownSourceServers known;

  public ProfileHandler(HostWork work, KnownSourceServers known, Clock clock) {
    super(ProfileSource.class, work, clock);
    this.known = known;
  }

  @Override
  AgentOutcome look(ProfileSource operation, OutcomeHeader header) throws PushFailure, InterruptedException {
    var request = CheckRequest.of("", "", "");
    var report = work().in(operation, Urgency.CUTOVER, (session, deadline) -> session.check(request, deadline));
    return new AgentOutcome.Profiled(header, facts(report.profile()),
        unheld(report.profile().disks(), replicated(operation)));
  }

  private Map<String, Long> replicated(ProfileSource operation) throws PushFailure {
    try {
      return known.replicatedDisks(operation.account(), operation.sourceServerId());
    } catch (UnreachableException e) {
      throw new PushFailure(PushFailure.Kind.UNREACHABLE, operation.header().serverId(),
          "MGN cannot be asked for the disks that it replicates: " + e.getMessage(), "check the MGN endpoint and the role");
    }
  }

  /** Disks that MGN names not at all, or smaller. Where it names none it says nothing about disks. */
  static List<String> unheld(List<String> disks, Map<String, Long> replicated) {
    return replicated.isEmpty() ? List.of() : disks.stream().filter(disk -> {
      var words = disk.split(" ", 2);
      return replicated.getOrDefault(words[0], -1L) < Long.parseLong(words[1]);
    }).toList();
  }
}
