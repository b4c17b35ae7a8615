package dev.convoy.replication.settings;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Abreast;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.replication.follow.SourceServers;
import dev.convoy.replication.server.Failures;
import dev.convoy.replication.server.ReadRefusedException;
import dev.convoy.replication.server.ReplicationOperation.ConfigureReplication;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.ReplicationOutcome.SettingsInPlace;
import dev.convoy.replication.server.Sighting;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the settings of a source server where they differ and reads them back. Each server takes a read of its own.
 */
public final class ConfigureReplicationHandler implements OperationHandler<ConfigureReplication, ReplicationOutcome> {

  private static final Duration POLL = Duration.ofSeconds(1);

  private final SettingsGateway settings;
  private final SourceServers servers;
  private final Duration absenceAfter;
  private final Clock clock;

  public ConfigureReplicationHandler(
      SettingsGateway settings, SourceServers servers, Duration absenceAfter, Clock clock) {
    this.settings = settings;
    this.servers = servers;
    this.absenceAfter = absenceAfter;
    this.clock = clock;
  }

  @Override
  public Class<ConfigureReplication> operation() {
    return ConfigureReplication.class;
  }

  @Override
  public int lookSize() {
    return Abreast.LOOK_AT;
  }

  @Override
  public int abreast() {
    return Abreast.SERVERS;
  }

  @Override
  public Duration absenceAfter() {
    return absenceAfter;
  }

  @Override
  public Duration pollInterval() {
    return POLL;
  }

  @Override
  public Map<OperationId, Observation<ReplicationOutcome>> observe(List<ConfigureReplication> operations)
      throws InterruptedException {
    var seen = new HashMap<OperationId, Observation<ReplicationOutcome>>();
    for (var ofAccount : byAccount(operations).entrySet()) {
      observe(ofAccount.getKey(), ofAccount.getValue(), seen);
    }
    return seen;
  }

  private void observe(
      AccountKey account, List<ConfigureReplication> operations,
      Map<OperationId, Observation<ReplicationOutcome>> seen) throws InterruptedException {
    try {
      var ids = operations.stream().map(ConfigureReplication::sourceServerId).collect(Collectors.toSet());
      var sightings = servers.read(account, ids);
      seen.putAll(Abreast.look(operations, clock,
          operation -> observed(operation, sightings.get(operation.sourceServerId()))));
    } catch (ReadRefusedException e) {
      for (var operation : operations) {
        seen.putIfAbsent(operation.id(), new Observation.Ended<>(failed(operation, Failures.mayNotRead(e))));
      }
    } catch (UnreachableException e) {
      if (seen.isEmpty()) {
        throw e;
      }
    }
  }

  private Observation<ReplicationOutcome> observed(
      ConfigureReplication operation, @Nullable Sighting sighting) {
    if (sighting == null) {
      return new Observation.Ended<>(failed(operation, Failures.sourceServerMissing(operation.sourceServerId())));
    }
    var current = settings.read(operation.account(), operation.sourceServerId());
    var differences = operation.settings().differences(current);
    if (differences.isEmpty()) {
      return new Observation.Ended<>(new SettingsInPlace(header(operation)));
    }
    var sameKey = Objects.equals(operation.settings().encryptionKeyArn(), current.encryptionKeyArn());
    return sameKey || Sighting.STOPPED.equals(sighting.state()) ? new Observation.NotDone<>()
        : new Observation.Ended<>(failed(operation, Failures.keyDiffers(differences)));
  }

  @Override
  public Map<OperationId, Acted<ReplicationOutcome>> act(List<ConfigureReplication> operations) {
    return operations.stream().collect(Collectors.toMap(ConfigureReplication::id, this::write));
  }

  private Acted<ReplicationOutcome> write(ConfigureReplication operation) {
    return switch (settings.write(operation.account(), operation.sourceServerId(), operation.settings())) {
      case Answer.Ok<Boolean> ok -> readBack(operation);
      case Answer.Refused<Boolean> refused -> new Acted.Ended<>(failed(operation, Failures.settingsRefused(refused)));
      case Answer.Throttled<Boolean>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<Boolean> unknown -> new Acted.Unknown<>();
    };
  }

  /** If they cannot be read now, the next look reads them. */
  private Acted<ReplicationOutcome> readBack(ConfigureReplication operation) {
    try {
      var differences = operation.settings()
          .differences(settings.read(operation.account(), operation.sourceServerId()));
      return new Acted.Ended<>(differences.isEmpty() ? new SettingsInPlace(header(operation))
          : failed(operation, Failures.settingsNotReadBack(differences)));
    } catch (UnreachableException e) {
      return new Acted.Accepted<>();
    }
  }

  private OperationFailed failed(ConfigureReplication operation, Failure failure) {
    return new OperationFailed(header(operation), failure);
  }

  private OutcomeHeader header(ConfigureReplication operation) {
    return OutcomeHeader.of(operation.header(), clock.instant());
  }

  private static Map<AccountKey, List<ConfigureReplication>> byAccount(List<ConfigureReplication> operations) {
    return operations.stream().collect(Collectors.groupingBy(ConfigureReplication::account));
  }
}
