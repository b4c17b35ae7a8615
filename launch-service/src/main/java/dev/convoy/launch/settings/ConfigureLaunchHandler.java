package dev.convoy.launch.settings;

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
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.LaunchConfigured;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchTemplate;
import dev.convoy.launch.settings.SeenSettings.Part;
import dev.convoy.launch.source.SourceServerHandler.Times;
import dev.convoy.launch.target.HiddenException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** Compares launch configuration, template and post-launch actions with what is wanted, writes the difference, and reads it back. */
public final class ConfigureLaunchHandler implements OperationHandler<ConfigureLaunch, LaunchOutcome> {

  private static final String ALLOW = "allow launch-service the actions of deploy/aws/convoy-roles.yml, then retry";

  private final LaunchConfigurationGateway configurations;
  private final TemplateGateway templates;
  private final ActionSettings actions;
  private final Times times;
  private final Clock clock;
  private final ConcurrentMap<OperationId, SeenSettings> looked = new ConcurrentHashMap<>();

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
    var listed = listed(operations.stream().filter(operation -> known(operation).isEmpty()).toList());
    return Abreast.look(operations, clock, operation -> observe(operation, listed));
  }

  /** The templates of their accounts, where that is cheaper; one that is not among them is read by itself. */
  private Map<String, TemplateVersions> listed(List<ConfigureLaunch> operations) {
    var listed = new HashMap<String, TemplateVersions>();
    operations.stream().collect(Collectors.groupingBy(ConfigureLaunch::account))
        .forEach((account, ofAccount) -> listed.putAll(listed(account, ofAccount.size())));
    return listed;
  }

  /** None where they cannot be listed now: whether AWS can be asked at all shows where each is read by itself. */
  private Map<String, TemplateVersions> listed(AccountKey account, int servers) {
    try {
      return templates.all(account, servers);
    } catch (UnreachableException e) {
      return Map.of();
    }
  }

  /** What is known since the write before, which was throttled or is in doubt. */
  private Optional<SeenSettings> known(ConfigureLaunch operation) {
    var now = clock.instant();
    return Optional.ofNullable(looked.get(operation.id())).filter(seen -> seen.standsFor(now) || seen.isInDoubt() && seen.isFresh(now));
  }

  private Observation<LaunchOutcome> observe(ConfigureLaunch operation, Map<String, TemplateVersions> listed) {
    try {
      return look(operation, listed);
    } catch (HiddenException e) {
      return new Observation.Ended<>(hidden(operation, e));
    }
  }

  private LaunchOutcome hidden(ConfigureLaunch operation, HiddenException e) {
    return failed(operation, new Failure("CVY-4120", "post-launch actions cannot be read: " + e.getMessage(), ALLOW, true));
  }

  private Observation<LaunchOutcome> look(ConfigureLaunch operation, Map<String, TemplateVersions> listed) {
    if (known(operation).filter(seen -> !seen.isInDoubt()).isPresent()) {
      return new Observation.NotDone<>();
    }
    var seen = see(operation, listed);
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

  /** In doubt, only what was to be written is read. */
  private Optional<SeenSettings> see(ConfigureLaunch operation, Map<String, TemplateVersions> listed) {
    var doubted = known(operation).filter(SeenSettings::isInDoubt);
    return doubted.isPresent() ? completed(operation, doubted.get()) : read(operation, listed);
  }

  private Optional<SeenSettings> read(ConfigureLaunch operation, Map<String, TemplateVersions> listed) {
    return configurations.read(operation.account(), operation.sourceServerId()).map(configuration ->
        new SeenSettings(configuration, versions(operation, configuration.templateId(), listed), actions.read(operation),
            clock.instant()));
  }

  /** Reads what is not known any more. */
  private Optional<SeenSettings> completed(ConfigureLaunch operation, SeenSettings known) {
    var configuration = known.isRead(Part.CONFIGURATION) ? Optional.of(known.configuration())
        : configurations.read(operation.account(), operation.sourceServerId());
    return configuration.map(now -> new SeenSettings(now,
        known.isRead(Part.TEMPLATE) && now.templateId().equals(known.configuration().templateId()) ? known.versions()
            : templates.versions(operation.account(), now.templateId()),
        known.isRead(Part.ACTIONS) ? known.actions() : actions.read(operation), known.at()));
  }

  /** That it is as wanted is believed only of a template that was read by itself: nothing is written and read back then. */
  private TemplateVersions versions(ConfigureLaunch operation, String template, Map<String, TemplateVersions> listed) {
    var known = listed.get(template);
    return known != null && !known.present().fits(operation.placement()) ? known
        : templates.versions(operation.account(), template);
  }

  /** What the look right before has seen, or what was known when the write before was throttled. */
  private Optional<SeenSettings> lately(ConfigureLaunch operation) {
    var lately = Optional.ofNullable(looked.get(operation.id()))
        .filter(seen -> !seen.isInDoubt() && seen.isFresh(clock.instant())).or(() -> see(operation, Map.of()));
    looked.remove(operation.id());
    return lately;
  }

  private LaunchOutcome configured(ConfigureLaunch operation, SeenSettings seen) {
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
    return !seen.isRead(Part.ACTIONS) || ActionSettings.fit(seen.actions(), operation) ? writeConfiguration(operation, seen)
        : writeActions(operation, seen);
  }

  /** Of several actions some may have been written when one is throttled. */
  private Acted<LaunchOutcome> writeActions(ConfigureLaunch operation, SeenSettings seen) {
    var written = actions.write(seen.actions(), operation);
    var known = seen.with(written.known());
    return after(operation, known, Part.ACTIONS, written.answer(),
        () -> writeConfiguration(operation, known.actionsWritten(operation)));
  }

  private Acted<LaunchOutcome> writeConfiguration(ConfigureLaunch operation, SeenSettings seen) {
    var wanted = LaunchConfiguration.wanted(seen.configuration().templateId(), operation.placement());
    if (seen.configuration().equals(wanted)) {
      return writeTemplate(operation, seen);
    }
    return switch (configurations.write(operation.account(), operation.sourceServerId(), wanted)) {
      case Answer.Ok<LaunchConfiguration>(var stored) -> goOn(() -> writeTemplate(operation, seen.written(wanted, stored)));
      case Answer<LaunchConfiguration> other -> after(operation, seen, Part.CONFIGURATION, other, Acted.Accepted::new);
    };
  }

  private Acted<LaunchOutcome> writeTemplate(ConfigureLaunch operation, SeenSettings seen) {
    var present = seen.versions().present();
    var latest = seen.versions().latest();
    if (present.fits(operation.placement())) {
      return readBack(operation, seen);
    }
    if (latest.number() > present.number() && latest.fits(operation.placement())) {
      return makeDefault(operation, seen);
    }
    return switch (templates.write(operation.account(), seen.configuration().templateId(), present, operation.placement())) {
      case Answer.Ok<TemplateVersion>(var stored) ->
          goOn(() -> makeDefault(operation, seen.written(new TemplateVersions(present, stored))));
      case Answer<TemplateVersion> other -> after(operation, seen, Part.TEMPLATE, other, Acted.Accepted::new);
    };
  }

  private Acted<LaunchOutcome> makeDefault(ConfigureLaunch operation, SeenSettings seen) {
    var latest = seen.versions().latest();
    return after(operation, seen, Part.TEMPLATE,
        templates.makeDefault(operation.account(), seen.configuration().templateId(), latest.number()),
        () -> readBack(operation, seen.written(new TemplateVersions(latest, latest))));
  }

  /** Reads what was written, once all of it is: the template too, which is launched from as it was read back (safety rule 1). */
  private Acted<LaunchOutcome> readBack(ConfigureLaunch operation, SeenSettings known) {
    return completed(operation, known).filter(seen -> seen.fits(operation))
        .<Acted<LaunchOutcome>>map(seen -> new Acted.Ended<>(configured(operation, seen))).orElseGet(Acted.Accepted::new);
  }

  /** The next step of a write. */
  private interface Next {
    Acted<LaunchOutcome> act();
  }

  /**
   * What AWS has not taken for now has changed nothing: what is known up to there stands for the next write. In doubt, only
   * what was to be written is not known.
   */
  private <T> Acted<LaunchOutcome> after(
      ConfigureLaunch operation, SeenSettings seen, Part part, Answer<T> answer, Next next) {
    return switch (answer) {
      case Answer.Ok<T> ok -> goOn(next);
      case Answer.Throttled<T>(var wait) -> {
        looked.put(operation.id(), seen.heldUp());
        yield new Acted.NotAccepted<>(wait);
      }
      case Answer.Unknown<T> unknown -> {
        looked.put(operation.id(), seen.doubted(part));
        yield new Acted.Unknown<>();
      }
      case Answer.Refused<T> refused -> new Acted.Ended<>(failed(operation, refused(part, refused.message())));
    };
  }

  private static Failure refused(Part part, String message) {
    return part == Part.ACTIONS
        ? new Failure("CVY-4120", "a post-launch action was refused: " + message, "correct what AWS names, then retry", false)
        : new Failure("CVY-4110", "the launch settings were refused: " + message, "correct what AWS names, then retry", false);
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
