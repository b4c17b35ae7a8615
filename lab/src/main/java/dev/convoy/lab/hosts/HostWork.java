package dev.convoy.lab.hosts;

import dev.convoy.lab.hosts.AwsSimulatorClient.Agent;
import dev.convoy.lab.hosts.AwsSimulatorClient.Registration;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does what a detached program does at its end: registers the agent, stops or resumes the application's writes. */
final class HostWork {
  private final SimulatedHost host;
  private final AwsSimulatorClient aws;

  HostWork(SimulatedHost host, AwsSimulatorClient aws) {
    this.host = host;
    this.aws = aws;
  }

  /** @throws ConnectException if the AWS simulator does not listen (yet) */
  HostEffect run(HostOperation operation, @Nullable String sourceServerId)
      throws ConnectException, InterruptedException {
    if (operation.timedOut()) {
      return HostEffect.timedOut(operation.output());
    }
    return switch (operation.kind()) {
      case INSTALL -> install(Objects.requireNonNull(operation.installation()));
      case QUIESCE -> write(false, sourceServerId);
      case RESUME -> write(true, sourceServerId);
      case COPY -> HostEffect.copied(sourceServerId != null);
      case GRANT -> HostEffect.admitting(true);
      case REVOKE -> HostEffect.admitting(false);
      case REMOVE -> HostEffect.removed(sourceServerId != null);
      case SHUTDOWN -> host.has(PlantedFault.STAYS_ON) ? HostEffect.staysOn() : HostEffect.goesOff();
      case CHECK, STATUS, UPLOAD, PUSH, POWER_ON -> throw new IllegalStateException("never started");
    };
  }

  private HostEffect install(Installation given) throws ConnectException, InterruptedException {
    String region = given.region();
    if (given.notThere()) {
      return HostEffect.notThere();
    }
    if (host.has(PlantedFault.DISK_FULL)) {
      return HostEffect.failed(InstallerText.noSpace(region));
    }
    if (host.has(PlantedFault.INSTALLER_FAILS)) {
      return HostEffect.failed(InstallerText.broken(host, given));
    }
    if (host.has(PlantedFault.DRIVER_NOT_BUILT)) {
      return HostEffect.failed(InstallerText.noDriver(host, region));
    }
    if (host.has(PlantedFault.INSTALLER_NAMELESS)) {
      return new HostEffect(CommandResult.ok(InstallerText.nameless(host, region)), null, null);
    }
    String accessKeyId = given.accessKeyId();
    if (accessKeyId == null || !given.secretGiven()) {
      return HostEffect.failed(InstallerText.noCredentials(region));
    }
    if (accessKeyId.startsWith("ASIA") && given.sessionToken() == null) {
      return HostEffect.failed(InstallerText.refused(region, "UnrecognizedClientException",
          "The security token included in the request is invalid."));
    }
    return register(given, accessKeyId);
  }

  /**
   * Has an agent installed by somebody else, which replicates from then on. No work of ours, so in no ledger of the host.
   *
   * @return the source server that it was registered as
   * @throws IOException if it was not registered
   */
  String installedBySomebody(@Nullable String userProvidedId, boolean named, boolean replicating, String accessKeyId,
      String region)
      throws IOException, InterruptedException {
    var theirs = new Installation(accessKeyId, null, true, null, region, userProvidedId, !replicating, false);
    var agent = Agent.of(host, theirs, accessKeyId);
    return switch (aws.register(named ? agent : agent.nameless())) {
      case Registration.Accepted(String id, int active) -> id;
      case Registration.Refused(String code, String message) -> throw new IOException(host.serverId() + ": " + code + " " + message);
    };
  }

  private HostEffect register(Installation given, String accessKeyId) throws ConnectException, InterruptedException {
    String region = given.region();
    try {
      return switch (aws.register(Agent.of(host, given, accessKeyId))) {
        case Registration.Accepted(String id, int active) when host.has(PlantedFault.INSTALLER_FAILS_LAST) ->
            HostEffect.left(InstallerText.failedLast(host, region), id);
        case Registration.Accepted(String id, int active) ->
            HostEffect.installed(InstallerText.succeeded(host, region, id, active), id);
        case Registration.Refused(String code, String message) ->
            HostEffect.failed(InstallerText.refused(region, code, message));
      };
    } catch (ConnectException e) {
      throw e;
    } catch (IOException e) {
      return HostEffect.failed(InstallerText.unreachable(region));
    }
  }

  /** Without an agent there is nobody to tell. */
  private HostEffect write(boolean writing, @Nullable String sourceServerId)
      throws ConnectException, InterruptedException {
    try {
      if (sourceServerId != null) {
        aws.writing(sourceServerId, writing);
      }
      return HostEffect.writing(writing);
    } catch (ConnectException e) {
      throw e;
    } catch (IOException e) {
      return HostEffect.failed("writes unchanged: " + e.getMessage() + "\n");
    }
  }
}
