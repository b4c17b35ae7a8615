package dev.convoy.agent.install;

import dev.convoy.agent.host.InstallPrograms;
import dev.convoy.agent.host.InstallRequest;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.DetachedHandler;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.events.common.OsFamily;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Installs the agent without starting replication. Success is exit code 0, the line with the source server id, and the
 * id being known to MGN; none of them alone.
 */
public final class InstallHandler extends DetachedHandler<InstallAgent> {

  /**
   * Settings of the installation.
   *
   * @param s3Endpoint host name for downloads; empty = the public one
   * @param mgnEndpoint host name of MGN; empty = the public one
   * @param within after which the host ends the installer
   */
  public record Settings(String s3Endpoint, String mgnEndpoint, Duration within) {}

  /** Exit code of a program whose time was over, by the host's script. */
  private static final int ENDED_BY_HOST = 124;

  private final Settings settings;
  private final InstallerCredentials credentials;
  private final KnownSourceServers known;

  public InstallHandler(
      Settings settings, InstallerCredentials credentials, KnownSourceServers known, HostWork work, Programs installs,
      Clock clock, Duration pollInterval) {
    super(InstallAgent.class, work, installs, Urgency.RUNNING, Urgency.START, clock, pollInterval);
    this.settings = settings;
    this.credentials = credentials;
    this.known = known;
  }

  @Override
  protected ProgramSpec program(InstallAgent operation) throws PushFailure {
    var request = new InstallRequest(operation.header().serverId(), operation.account().region(),
        settings.s3Endpoint(), settings.mgnEndpoint(), settings.within());
    try {
      var keys = credentials.of(operation.account());
      return operation.source().getOsFamily() == OsFamily.WINDOWS
          ? InstallPrograms.windows(request, keys)
          : InstallPrograms.linux(request, keys);
    } catch (UnreachableException e) {
      throw new PushFailure(PushFailure.Kind.UNREACHABLE, operation.header().serverId(),
          "no credentials for the installer: " + e.getMessage(), "check AssumeRole of the installation role");
    }
  }

  @Override
  protected Observation<AgentOutcome> ended(InstallAgent operation, OperationState.Ended ended) {
    var id = InstallPrograms.sourceServerId(ended.output());
    if (!ended.succeeded() || id.isEmpty()) {
      return new Observation.Ended<>(failed(operation, why(ended)));
    }
    return known.knows(operation.account(), id.get())
        ? new Observation.Ended<>(new AgentOutcome.Installed(outcomeHeader(operation), id.get(), false))
        : Observation.Running.silently();
  }

  @Override
  protected Optional<AgentOutcome> begun(InstallAgent operation) {
    return Optional.of(new AgentOutcome.Begun(outcomeHeader(operation)));
  }

  private Failure why(OperationState.Ended ended) {
    var output = lastLines(ended.output());
    if (ended.exit() == ENDED_BY_HOST) {
      return new Failure("CVY-2301", "the installation did not end in time: the host ended it after " + settings.within()
          + ": " + output, "look what its installer waits for, then retry", true);
    }
    return ended.succeeded()
        ? new Failure("CVY-2221", "the installer ended well, but named no source server: " + output,
            "look whether the agent runs on the host and which source server MGN shows for it; another attempt follows while "
                + "any are left", false)
        : new Failure("CVY-2221", "the installer ended with exit code " + ended.exit() + ": " + output,
            "see the installer's log on the host; another attempt follows while any are left", false);
  }
}
