package dev.convoy.launch.names;

import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.server.FormerName;
import dev.convoy.launch.server.LaunchOperation.ReadNames;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.NamesRead;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what names say before anything is done to them. */
public final class ReadNamesHandler implements OperationHandler<ReadNames, LaunchOutcome> {

  /** Names of one zone are read together: Route 53 lets an account ask five times a second. */
  private static final int LOOKS = 50;

  private final NameGateway names;
  private final Duration pollInterval;
  private final Clock clock;

  public ReadNamesHandler(NameGateway names, Duration pollInterval, Clock clock) {
    this.names = names;
    this.pollInterval = pollInterval;
    this.clock = clock;
  }

  @Override
  public Class<ReadNames> operation() {
    return ReadNames.class;
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public int lookSize() {
    return LOOKS;
  }

  @Override
  public Duration absenceAfter() {
    return Duration.ZERO;
  }

  @Override
  public Duration pollInterval() {
    return pollInterval;
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<ReadNames> operations) throws InterruptedException {
    var zones = new ZoneLook();
    operations.forEach(operation -> operation.names().forEach(name ->
        zones.want(operation.account(), name.zoneId(), name.name())));
    zones.read(names, clock);
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    UnreachableException unreachable = null;
    for (var operation : operations) {
      try {
        seen.put(operation.id(), new Observation.Ended<>(read(operation, zones)));
      } catch (UnreachableException e) {
        unreachable = e;
      }
    }
    if (seen.isEmpty() && unreachable != null) {
      throw unreachable;
    }
    return seen;
  }

  private LaunchOutcome read(ReadNames operation, ZoneLook zones) {
    try {
      var read = new ArrayList<FormerName>();
      for (var name : operation.names()) {
        var found = zones.found(operation.account(), name.zoneId(), name.name());
        if (found.foreign() != null) {
          return failed(operation, NameFailures.foreign(name.name(), name.zoneId(), found.foreign()));
        }
        read.add(new FormerName(name.zoneId(), name.name(), found.record()));
      }
      return new NamesRead(OutcomeHeader.of(operation.header(), clock.instant()), List.copyOf(read));
    } catch (NameGateway.RefusedException e) {
      return failed(operation, e.failure());
    }
  }

  private LaunchOutcome failed(ReadNames operation, Failure failure) {
    return new StepFailed(OutcomeHeader.of(operation.header(), clock.instant()), failure);
  }

  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<ReadNames> operations) {
    return Map.of();
  }
}
