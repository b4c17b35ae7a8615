package dev.convoy.agent.install;

import dev.convoy.agent.host.AgentOnHost;
import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.host.InstallPrograms;
import dev.convoy.agent.host.InstallRequest;
import dev.convoy.agent.host.InstallerFile;
import dev.convoy.agent.host.InstallerSource;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.Prerequisite;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.DetachedHandler;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.events.common.OsFamily;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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
   * @param knownWithin how long MGN is asked for the source server that the installer has named
   * @param upgrade whether the newest installer runs over an agent that would do
   * @param ways how the installer comes to hosts
   * @param withheld whether an account is only observed
   */
  public record Settings(
      String s3Endpoint, String mgnEndpoint, Duration within, Duration knownWithin, boolean upgrade, InstallerWays ways,
      Withheld withheld) {

    /** For accounts that are acted on. */
    public Settings(
        String s3Endpoint, String mgnEndpoint, Duration within, Duration knownWithin, boolean upgrade, InstallerWays ways) {
      this(s3Endpoint, mgnEndpoint, within, knownWithin, upgrade, ways, Withheld.NOTHING);
    }
  }

  private static final Duration ASKED_AGAIN = Duration.ofSeconds(10);
  private static final Duration OBSERVED_AGAIN = Duration.ofMinutes(1);

  private final Settings settings;
  private final InstallerCredentials credentials;
  private final KnownSourceServers known;
  private final Clock clock;
  private final InstallerFiles files;
  private final PushMetrics pushes;
  private final Map<OperationId, Instant> unknownSince = new ConcurrentHashMap<>();
  private final Map<OperationId, HostFile> pushed = new ConcurrentHashMap<>();
  private final Map<OperationId, Progress<AgentOutcome>> told = new ConcurrentHashMap<>();

  public InstallHandler(
      Settings settings, InstallerCredentials credentials, KnownSourceServers known, InstallerFiles files,
      PushMetrics pushes, HostWork work, Programs installs, Clock clock, Duration pollInterval) {
    super(InstallAgent.class, work, installs, Urgency.RUNNING, Urgency.START, clock, pollInterval);
    this.settings = settings;
    this.credentials = credentials;
    this.known = known;
    this.files = files;
    this.pushes = pushes;
    this.clock = clock;
  }

  @Override
  public Map<OperationId, Acted<AgentOutcome>> act(List<InstallAgent> operations, Progress<AgentOutcome> progress)
      throws InterruptedException {
    var id = operations.getFirst().id();
    told.put(id, progress);
    try {
      return act(operations);
    } finally {
      told.remove(id);
    }
  }

  @Override
  protected ProgramSpec program(InstallAgent operation) throws PushFailure {
    var program = withCredentials(operation);
    var family = operation.source().getOsFamily();
    if (settings.ways().of(operation.source().getSite()).source(family) instanceof InstallerSource.Pushed) {
      pushed.put(operation.id(), files.newest(operation.account().region(), InstallerFile.usual(family)));
    }
    return program;
  }

  private ProgramSpec withCredentials(InstallAgent operation) throws PushFailure {
    var family = operation.source().getOsFamily();
    var site = operation.source().getSite();
    var way = settings.ways().of(site);
    var options = settings.ways().options(operation.header().serverId(), site);
    var request = new InstallRequest(operation.header().serverId(), operation.account().region(), settings.s3Endpoint(),
        settings.mgnEndpoint(), settings.within(), way.source(family),
        operation.sourceServerId() == null ? options : options.withoutTags());
    try {
      var keys = way.instanceProfile() ? null : credentials.of(operation.account());
      var program = family == OsFamily.WINDOWS
          ? InstallPrograms.windows(request, keys)
          : InstallPrograms.linux(request, keys);
      return operation.replicating() ? program.with("CONVOY_REPLICATE", "yes") : program;
    } catch (UnreachableException e) {
      throw new PushFailure(PushFailure.Kind.UNREACHABLE, operation.header().serverId(),
          "no credentials for the installer: " + e.getMessage(), "check AssumeRole of the installation role");
    }
  }

  /** An agent that is there already is adopted, installed over, or left alone. */
  @Override
  protected Acted<AgentOutcome> begin(InstallAgent operation, ProgramSpec program, HostSession session, Deadline deadline)
      throws PushFailure {
    var there = session.agent(deadline);
    return switch (Adoption.of(there, operation.header().serverId(), operation.account(), known)) {
      case Adoption.Adopt(var id) when !settings.upgrade() && operation.sourceServerId() == null ->
          new Acted.Ended<>(new AgentOutcome.Installed(outcomeHeader(operation), id, true));
      case Adoption.Refuse(var failure) when mayBeListedYet(operation, failure) -> new Acted.NotAccepted<>(ASKED_AGAIN);
      case Adoption.Refuse(var failure) -> new Acted.Ended<>(failed(operation, failure));
      case Adoption.Adopt adopt -> install(operation, program, there, session, deadline);
      case Adoption.Install install -> install(operation, program, there, session, deadline);
    };
  }

  /** What an attempt before has registered MGN may not list yet: its reads can be minutes old. */
  private boolean mayBeListedYet(InstallAgent operation, Failure failure) {
    return operation.header().attempt() > 1 && failure.code().equals(Prerequisite.FOREIGN_AGENT.code())
        && isAwaited(operation);
  }

  /** Whether MGN is still to be asked, counted from when this instance first missed the source server. */
  private boolean isAwaited(InstallAgent operation) {
    var since = unknownSince.computeIfAbsent(operation.id(), first -> clock.instant());
    return clock.instant().isBefore(since.plus(settings.knownWithin()));
  }

  private Acted<AgentOutcome> install(InstallAgent operation, ProgramSpec program, AgentOnHost there, HostSession session,
      Deadline deadline) throws PushFailure {
    if (settings.withheld().withholds(operation.account(), operation.header().serverId())) {
      return new Acted.NotAccepted<>(OBSERVED_AGAIN);
    }
    var file = pushed.get(operation.id());
    var given = file == null ? program : withPushed(operation, put(operation, file, there, session, deadline));
    return super.begin(operation, there.product() == AgentOnHost.Product.NONE ? given
        : given.with("CONVOY_TAGS", ""), session, deadline);
  }

  /** A push takes minutes, and the installer needs its credentials for all of its own time. */
  private ProgramSpec withPushed(InstallAgent operation, HostFile file) throws PushFailure {
    return withCredentials(operation).with("CONVOY_INSTALLER_SHA512", file.sha512());
  }

  /** An old Windows, which only the host knows itself to be, takes another file than the usual one. */
  private HostFile put(InstallAgent operation, HostFile usual, AgentOnHost there, HostSession session, Deadline deadline)
      throws PushFailure {
    var family = operation.source().getOsFamily();
    var its = InstallerFile.of(family, there.windows());
    var file = its == InstallerFile.usual(family) ? usual : files.newest(operation.account().region(), its);
    var progress = new ToldArrival(operation.header(), file.size(), told.getOrDefault(operation.id(), outcome -> { }), clock,
        pollInterval());
    pushes.count(family, counted -> session.put(file, deadline, bytes -> {
      counted.arrived(bytes);
      progress.arrived(bytes);
    }));
    return file;
  }

  @Override
  protected Observation<AgentOutcome> ended(InstallAgent operation, OperationState.Ended ended) {
    return switch (InstallerEnd.of(ended, settings.within())) {
      case InstallerEnd.Failed(var failure) -> new Observation.Ended<>(failed(operation, failure));
      case InstallerEnd.Named(var id) -> named(operation, id);
    };
  }

  private Observation<AgentOutcome> named(InstallAgent operation, String id) {
    if (known.knows(operation.account(), id)) {
      return new Observation.Ended<>(new AgentOutcome.Installed(outcomeHeader(operation), id, false));
    }
    if (isAwaited(operation)) {
      return Observation.Running.silently();
    }
    return new Observation.Ended<>(failed(operation, new Failure("CVY-2312",
        "the installer ended well and named " + id + ", which MGN in " + operation.account().limitKey()
            + " did not list within " + settings.knownWithin(),
        "look with MGN whether the source server is archived or in another account or region; uninstall the agent if nobody"
            + " needs it there, then retry", true)));
  }

  @Override
  public void left(OperationId id) {
    super.left(id);
    unknownSince.remove(id);
    pushed.remove(id);
  }

  @Override
  protected Optional<AgentOutcome> begun(InstallAgent operation) {
    return Optional.of(new AgentOutcome.Begun(outcomeHeader(operation)));
  }
}
