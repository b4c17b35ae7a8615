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
import dev.convoy.launch.target.HiddenException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Compares launch configuration, template and post-launch actions with what is wanted, writes the difference, and reads it back. */
public final class ConfigureLaunchHandler implements OperationHandler<ConfigureLaunch, LaunchOutcome> {

  private static final String ALLOW = "allow launch-service the actions of deploy/aws/convoy-roles.yml, then retry";

  private final LaunchConfigurationGateway configurations;
  private final TemplateGateway templates;
  private final ActionSettings actions;
  private final Times times;
  private final Clock clock;
  private final ConcurrentMap<OperationId, Seen> looked = new ConcurrentHashMap<>();

  /** What a look has seen, and when. */
  private record Seen(LaunchConfiguration configuration, TemplateVersions versions, List<FoundAction> actions, Instant at) {

    boolean fits(ConfigureLaunch operation) {
      var placement = operation.placement();
      return configuration.equals(LaunchConfiguration.wanted(configuration.templateId(), placement))
          && versions.present().fits(placement) && ActionSettings.fit(actions, operation);
    }
  }

  public ConfigureLaunchHandler(
      LaunchConfigurationGateway configurations, TemplateGateway templates, ActionGateway actions, Times times, Clock clock) {
    this.configurations = configurations;
    this.templates = templates;
    this.actions = new ActionSettings(actions);
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

  /** No shorter: after a doubt only a look that late tells, and each takes two reads of every server. */
  @Override
  public Duration pollInterval() {
    return times.pollInterval();
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<ConfigureLaunch> operations)
      throws InterruptedException {
    return Abreast.look(operations, clock, this::observe);
  }

  private Observation<LaunchOutcome> observe(ConfigureLaunch operation) {
    try {
      return look(operation);
    } catch (HiddenException e) {
      return new Observation.Ended<>(hidden(operation, e));
    }
  }

  private LaunchOutcome hidden(ConfigureLaunch operation, HiddenException e) {
    return failed(operation, new Failure("CVY-4120", "post-launch actions cannot be read: " + e.getMessage(), ALLOW, true));
  }

  private Observation<LaunchOutcome> look(ConfigureLaunch operation) {
    var seen = see(operation);
    if (seen.isEmpty()) {
      return new Observation.Ended<>(failed(operation, new Failure("CVY-4108",
          "MGN knows no " + operation.sourceServerId(), "find out who deleted it", true)));
    }
    if (seen.get().fits(operation)) {
      looked.remove(operation.id());
      return new Observation.Ended<>(configured(operation, seen.get()));
    }
    looked.put(operation.id(), seen.get());
    return new Observation.NotDone<>();
  }

  private Optional<Seen> see(ConfigureLaunch operation) {
    return configurations.read(operation.account(), operation.sourceServerId()).map(configuration ->
        new Seen(configuration, templates.versions(operation.account(), configuration.templateId()), actions.read(operation),
            clock.instant()));
  }

  /** What the look right before has seen; read again when that is a poll ago. */
  private Optional<Seen> lately(ConfigureLaunch operation) {
    var seen = looked.remove(operation.id());
    return seen != null && clock.instant().isBefore(seen.at().plus(times.pollInterval())) ? Optional.of(seen)
        : see(operation);
  }

  private LaunchOutcome configured(ConfigureLaunch operation, Seen seen) {
    return new LaunchConfigured(OutcomeHeader.of(operation.header(), clock.instant()),
        new LaunchTemplate(seen.configuration().templateId(), seen.versions().present().number()));
  }

  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<ConfigureLaunch> operations) {
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    operations.forEach(operation -> acted.put(operation.id(), write(operation)));
    return acted;
  }

  @Override
  public void left(OperationId id) {
    looked.remove(id);
  }

  private Acted<LaunchOutcome> write(ConfigureLaunch operation) {
    try {
      return compareAndWrite(operation);
    } catch (HiddenException e) {
      return new Acted.Ended<>(hidden(operation, e));
    }
  }

  private Acted<LaunchOutcome> compareAndWrite(ConfigureLaunch operation) {
    var found = lately(operation);
    if (found.isEmpty()) {
      return new Acted.NotAccepted<>(Duration.ZERO);
    }
    var seen = found.get();
    return ActionSettings.fit(seen.actions(), operation) ? writeSettings(operation, seen, true)
        : after(operation, actions.write(seen.actions(), operation), "CVY-4120", "a post-launch action was refused: ",
            () -> writeSettings(operation, seen, false));
  }

  private Acted<LaunchOutcome> writeSettings(ConfigureLaunch operation, Seen seen, boolean actionsStand) {
    var wanted = LaunchConfiguration.wanted(seen.configuration().templateId(), operation.placement());
    return seen.configuration().equals(wanted) ? writeTemplate(operation, seen, () -> again(operation, seen, actionsStand))
        : after(operation, configurations.write(operation.account(), operation.sourceServerId(), wanted),
            () -> writeTemplate(operation, seen, () -> see(operation)));
  }

  private Acted<LaunchOutcome> writeTemplate(ConfigureLaunch operation, Seen seen, Supplier<Optional<Seen>> again) {
    var account = operation.account();
    var template = seen.configuration().templateId();
    var present = seen.versions().present();
    var latest = seen.versions().latest();
    if (present.fits(operation.placement())) {
      return readBack(operation, again);
    }
    if (latest.number() > present.number() && latest.fits(operation.placement())) {
      return after(operation, templates.makeDefault(account, template, latest.number()), () -> readBack(operation, again));
    }
    return switch (templates.write(account, template, present, operation.placement())) {
      case Answer.Ok<Long>(var number) ->
          after(operation, templates.makeDefault(account, template, number), () -> readBack(operation, again));
      case Answer<Long> other -> after(operation, other, () -> readBack(operation, again));
    };
  }

  /** What was not written was read right before: the configuration, and often the actions. */
  private Optional<Seen> again(ConfigureLaunch operation, Seen before, boolean actionsStand) {
    return Optional.of(new Seen(before.configuration(),
        templates.versions(operation.account(), before.configuration().templateId()),
        actionsStand ? before.actions() : actions.read(operation), clock.instant()));
  }

  private Acted<LaunchOutcome> readBack(ConfigureLaunch operation, Supplier<Optional<Seen>> again) {
    return again.get().filter(seen -> seen.fits(operation))
        .<Acted<LaunchOutcome>>map(seen -> new Acted.Ended<>(configured(operation, seen))).orElseGet(Acted.Accepted::new);
  }

  /** The next step of a write. */
  private interface Next {
    Acted<LaunchOutcome> act();
  }

  private <T> Acted<LaunchOutcome> after(ConfigureLaunch operation, Answer<T> answer, Next next) {
    return after(operation, answer, "CVY-4110", "the launch settings were refused: ", next);
  }

  private <T> Acted<LaunchOutcome> after(
      ConfigureLaunch operation, Answer<T> answer, String code, String what, Next next) {
    return switch (answer) {
      case Answer.Ok<T> ok -> goOn(next);
      case Answer.Throttled<T>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<T> unknown -> new Acted.Unknown<>();
      case Answer.Refused<T> refused -> new Acted.Ended<>(failed(operation, new Failure(code,
          what + refused.message(), "correct what AWS names, then retry", false)));
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
