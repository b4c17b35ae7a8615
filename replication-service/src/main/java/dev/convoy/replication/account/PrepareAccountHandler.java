package dev.convoy.replication.account;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.replication.server.Failures;
import dev.convoy.replication.server.ReadRefusedException;
import dev.convoy.replication.server.ReplicationOperation.PrepareAccount;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ReplicationOutcome.OperationFailed;
import dev.convoy.replication.server.StagingSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Prepares an account once for all its servers. MGN has one template per account and region, so a second is never
 * created: after a call that may have created one, none is sent before its absence can be believed.
 */
public final class PrepareAccountHandler implements OperationHandler<PrepareAccount, ReplicationOutcome> {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final AccountGateway gateway;
  private final int maxReplicatingServers;
  private final Duration absenceAfter;
  private final Duration pollInterval;
  private final Clock clock;
  private final Map<String, Instant> lastCreation = new ConcurrentHashMap<>();

  /** @param maxReplicatingServers quota of actively replicating servers of an account and region */
  public PrepareAccountHandler(
      AccountGateway gateway, int maxReplicatingServers, Duration absenceAfter, Duration pollInterval, Clock clock) {
    this.gateway = gateway;
    this.maxReplicatingServers = maxReplicatingServers;
    this.absenceAfter = absenceAfter;
    this.pollInterval = pollInterval;
    this.clock = clock;
  }

  @Override
  public Class<PrepareAccount> operation() {
    return PrepareAccount.class;
  }

  @Override
  public int batchSize() {
    return 1000;
  }

  @Override
  public Duration absenceAfter() {
    return absenceAfter;
  }

  @Override
  public Duration pollInterval() {
    return pollInterval;
  }

  @Override
  public Map<OperationId, Observation<ReplicationOutcome>> observe(List<PrepareAccount> operations) {
    try {
      var view = gateway.view(operations.getFirst().account());
      return each(operations, operation -> observed(operation, view));
    } catch (ReadRefusedException e) {
      return each(operations, operation -> new Observation.Ended<>(failed(operation, Failures.mayNotRead(e))));
    }
  }

  private Observation<ReplicationOutcome> observed(PrepareAccount operation, AccountView view) {
    return switch (view) {
      case AccountView.Uninitialized v -> new Observation.NotDone<>();
      case AccountView.WithoutTemplate v -> new Observation.NotDone<>();
      case AccountView.WithTemplate(var settings) -> new Observation.Ended<>(ready(operation, settings));
      case AccountView.WithSeveralTemplates(var found) ->
          new Observation.Ended<>(failed(operation, Failures.severalTemplates(found)));
    };
  }

  @Override
  public Map<OperationId, Acted<ReplicationOutcome>> act(List<PrepareAccount> operations) {
    var account = operations.getFirst().account();
    if (gateway.view(account) instanceof AccountView.Uninitialized) {
      return initialized(operations, gateway.initialize(account));
    }
    return createTemplate(operations);
  }

  private Map<OperationId, Acted<ReplicationOutcome>> initialized(
      List<PrepareAccount> operations, Answer<Boolean> answer) {
    return switch (answer) {
      case Answer.Ok<Boolean> ok -> createTemplate(operations);
      case Answer.Refused<Boolean> refused -> each(operations,
          operation -> new Acted.Ended<>(failed(operation, Failures.accountRefused(refused))));
      case Answer.Throttled<Boolean>(var wait) -> each(operations, operation -> new Acted.NotAccepted<>(wait));
      case Answer.Unknown<Boolean> unknown -> each(operations, operation -> new Acted.Unknown<>());
    };
  }

  private Map<OperationId, Acted<ReplicationOutcome>> createTemplate(List<PrepareAccount> operations) {
    var first = operations.getFirst();
    var now = clock.instant();
    var last = lastCreation.get(first.account().limitKey());
    if (last != null && now.isBefore(last.plus(absenceAfter))) {
      var wait = Duration.between(now, last.plus(absenceAfter));
      return each(operations, operation -> new Acted.NotAccepted<>(wait.compareTo(pollInterval) < 0 ? wait
          : pollInterval));
    }
    lastCreation.put(first.account().limitKey(), now);
    return switch (gateway.createTemplate(first.account(), first.settings())) {
      case Answer.Ok<StagingSettings>(var created) ->
          each(operations, operation -> new Acted.Ended<>(ready(operation, created)));
      case Answer.Refused<StagingSettings> refused -> refused(operations, refused);
      case Answer.Throttled<StagingSettings>(var wait) -> {
        lastCreation.remove(first.account().limitKey());
        yield each(operations, operation -> new Acted.NotAccepted<>(wait));
      }
      case Answer.Unknown<StagingSettings> unknown -> each(operations, operation -> new Acted.Unknown<>());
    };
  }

  /** A refusal may mean that the template has come into being in between: then the next look ends the matter. */
  private Map<OperationId, Acted<ReplicationOutcome>> refused(
      List<PrepareAccount> operations, Answer.Refused<StagingSettings> refused) {
    lastCreation.remove(operations.getFirst().account().limitKey());
    return gateway.view(operations.getFirst().account()) instanceof AccountView.WithTemplate
        ? each(operations, operation -> new Acted.NotAccepted<>(SOON))
        : each(operations, operation -> new Acted.Ended<>(failed(operation, Failures.accountRefused(refused))));
  }

  private AccountReady ready(PrepareAccount operation, StagingSettings template) {
    return new AccountReady(OutcomeHeader.of(operation.header(), clock.instant()), maxReplicatingServers,
        operation.settings().differences(template));
  }

  private OperationFailed failed(PrepareAccount operation, Failure failure) {
    return new OperationFailed(OutcomeHeader.of(operation.header(), clock.instant()), failure);
  }

  private static <T> Map<OperationId, T> each(List<PrepareAccount> operations, Function<PrepareAccount, T> result) {
    return operations.stream().collect(Collectors.toMap(PrepareAccount::id, result));
  }
}
