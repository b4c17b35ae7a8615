package dev.convoy.launch.settings;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Abreast;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.LaunchConfigured;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchTemplate;
import dev.convoy.launch.source.SourceServerHandler.Times;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares launch configuration and template with what is wanted, writes the difference, and reads both back. */
public final class ConfigureLaunchHandler implements OperationHandler<ConfigureLaunch, LaunchOutcome> {

  private final LaunchConfigurationGateway configurations;
  private final TemplateGateway templates;
  private final Times times;
  private final Clock clock;

  public ConfigureLaunchHandler(
      LaunchConfigurationGateway configurations, TemplateGateway templates, Times times, Clock clock) {
    this.configurations = configurations;
    this.templates = templates;
    this.times = times;
    this.clock = clock;
  }

  @Override
  public Class<ConfigureLaunch> operation() {
    return ConfigureLaunch.class;
  }

  @Override
  public int lookSize() {
    return Abreast.LOOK_AT;
  }

  @Override
  public int abreast() {
    return Abreast.SERVERS;
  }

  /** Writing the same settings twice does no harm. */
  @Override
  public Duration absenceAfter() {
    return times.pollInterval();
  }

  /** Short, because whoever was not read in one look waits for the next; the reads are paced anyway. */
  @Override
  public Duration pollInterval() {
    return times.pollInterval().dividedBy(10);
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<ConfigureLaunch> operations)
      throws InterruptedException {
    return Abreast.look(operations, clock, this::observe);
  }

  private Observation<LaunchOutcome> observe(ConfigureLaunch operation) {
    var found = configurations.read(operation.account(), operation.sourceServerId());
    if (found.isEmpty()) {
      return new Observation.Ended<>(failed(operation, new Failure("CVY-4108",
          "MGN knows no " + operation.sourceServerId(), "find out who deleted it", true)));
    }
    var configuration = found.get();
    var version = templates.defaultVersion(operation.account(), configuration.templateId());
    var fits = configuration.equals(LaunchConfiguration.wanted(configuration.templateId(), operation.placement()))
        && version.fits(operation.placement());
    return fits ? new Observation.Ended<>(configured(operation, configuration, version))
        : new Observation.NotDone<>();
  }

  private LaunchOutcome configured(
      ConfigureLaunch operation, LaunchConfiguration configuration, TemplateVersion version) {
    return new LaunchConfigured(OutcomeHeader.of(operation.header(), clock.instant()),
        new LaunchTemplate(configuration.templateId(), version.number()));
  }

  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<ConfigureLaunch> operations) {
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    operations.forEach(operation -> acted.put(operation.id(), write(operation)));
    return acted;
  }

  private Acted<LaunchOutcome> write(ConfigureLaunch operation) {
    var found = configurations.read(operation.account(), operation.sourceServerId());
    if (found.isEmpty()) {
      return new Acted.NotAccepted<>(Duration.ZERO);
    }
    var wanted = LaunchConfiguration.wanted(found.get().templateId(), operation.placement());
    return found.get().equals(wanted) ? writeTemplate(operation, wanted)
        : after(operation, configurations.write(operation.account(), operation.sourceServerId(), wanted),
            () -> writeTemplate(operation, wanted));
  }

  private Acted<LaunchOutcome> writeTemplate(ConfigureLaunch operation, LaunchConfiguration wanted) {
    var account = operation.account();
    var template = wanted.templateId();
    var present = templates.defaultVersion(account, template);
    if (present.fits(operation.placement())) {
      return readBack(operation);
    }
    var latest = templates.latestVersion(account, template);
    if (latest.number() > present.number() && latest.fits(operation.placement())) {
      return after(operation, templates.makeDefault(account, template, latest.number()), () -> readBack(operation));
    }
    return switch (templates.write(account, template, present, operation.placement())) {
      case Answer.Ok<Long>(var number) ->
          after(operation, templates.makeDefault(account, template, number), () -> readBack(operation));
      case Answer<Long> other -> after(operation, other, () -> readBack(operation));
    };
  }

  private Acted<LaunchOutcome> readBack(ConfigureLaunch operation) {
    return observe(operation) instanceof Observation.Ended<LaunchOutcome>(var outcome) ? new Acted.Ended<>(outcome)
        : new Acted.Accepted<>();
  }

  /** The next step of a write. */
  private interface Next {
    Acted<LaunchOutcome> act();
  }

  private <T> Acted<LaunchOutcome> after(ConfigureLaunch operation, Answer<T> answer, Next next) {
    return switch (answer) {
      case Answer.Ok<T> ok -> goOn(next);
      case Answer.Throttled<T>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<T> unknown -> new Acted.Unknown<>();
      case Answer.Refused<T> refused -> new Acted.Ended<>(failed(operation, new Failure("CVY-4110",
          "the launch settings were refused: " + refused.message(), "correct what AWS names, then retry", false)));
    };
  }

  /** What was written stands, even if it cannot be read now: the next look finds out. */
  private static Acted<LaunchOutcome> goOn(Next next) {
    try {
      return next.act();
    } catch (UnreachableException e) {
      return new Acted.Accepted<>();
    }
  }

  private LaunchOutcome failed(ConfigureLaunch operation, Failure failure) {
    return new StepFailed(OutcomeHeader.of(operation.header(), clock.instant()), failure);
  }
}
