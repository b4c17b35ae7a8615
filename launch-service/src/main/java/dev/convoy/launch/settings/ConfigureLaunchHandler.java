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
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.LaunchConfigured;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.server.LaunchTemplate;
import dev.convoy.launch.settings.SeenSettings.Part;
import dev.convoy.launch.settings.TemplateLists.Listing;
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
import java.util.stream.Collectors;

/** Compares launch configuration, template and post-launch actions with what is wanted, writes the difference, and reads it back. */
public final class ConfigureLaunchHandler implements OperationHandler<ConfigureLaunch, LaunchOutcome> {

  private static final String ALLOW = "allow launch-service the actions of deploy/aws/convoy-roles.yml, then retry";

  private static final Listing NONE = new Listing(Map.of(), true);

  private final LaunchConfigurationGateway configurations;
  private final TemplateGateway templates;
  private final TemplateLists lists;
  private final ActionSettings actions;
  private final Times times;
  private final Clock clock;
  private final ConcurrentMap<OperationId, SeenSettings> looked = new ConcurrentHashMap<>();

  public ConfigureLaunchHandler(
      LaunchConfigurationGateway configurations, TemplateGateway templates, ActionGateway actions, Times times, Clock clock) {
    this.configurations = configurations;
    this.templates = templates;
    this.lists = new TemplateLists(templates, clock);
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

  /** No shorter: after a doubt only a look that late tells, and templates are read back of all that were written meanwhile. */
  @Override
  public Duration pollInterval() {
    return times.pollInterval();
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<ConfigureLaunch> operations)
      throws InterruptedException {
    var listed = new HashMap<AccountKey, Listing>();
    operations.stream().filter(this::wantsTemplate).collect(Collectors.groupingBy(ConfigureLaunch::account))
        .forEach((account, ofAccount) -> listed.put(account, lists.of(account, ofAccount.stream().map(this::touched).toList())));
    return Abreast.look(operations, clock, operation -> observe(operation, listed.getOrDefault(operation.account(), NONE)));
  }

  private boolean wantsTemplate(ConfigureLaunch operation) {
    return known(operation).map(SeenSettings::wantsTemplate).orElse(true);
  }

  private Optional<Instant> touched(ConfigureLaunch operation) {
    return known(operation).map(SeenSettings::touched);
  }

  private Optional<SeenSettings> known(ConfigureLaunch operation) {
    return Optional.ofNullable(looked.get(operation.id())).filter(seen -> seen.isFresh(clock.instant()));
  }

  private Observation<LaunchOutcome> observe(ConfigureLaunch operation, Listing listed) {
    try {
      return look(operation, listed);
    } catch (HiddenException e) {
      return new Observation.Ended<>(hidden(operation, e));
    }
  }

  private LaunchOutcome hidden(ConfigureLaunch operation, HiddenException e) {
    return failed(operation, new Failure("CVY-4120", "post-launch actions cannot be read: " + e.getMessage(), ALLOW, true));
  }

  /** Nothing is read while what was seen stands and something is left to write. */
  private Observation<LaunchOutcome> look(ConfigureLaunch operation, Listing listed) {
    if (known(operation).filter(known -> !known.due()).isPresent()) {
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

  /** Of what was seen a short while ago only that is read which was written since, or may have been. */
  private Optional<SeenSettings> see(ConfigureLaunch operation, Listing listed) {
    var found = known(operation);
    return found.isPresent() ? again(operation, found.get(), listed) : read(operation, listed);
  }

  private Optional<SeenSettings> read(ConfigureLaunch operation, Listing listed) {
    return configurations.read(operation.account(), operation.sourceServerId()).map(configuration ->
        new SeenSettings(configuration, versions(operation, configuration.templateId(), listed), actions.read(operation),
            clock.instant()));
  }

  private Optional<SeenSettings> again(ConfigureLaunch operation, SeenSettings known, Listing listed) {
    var configuration = known.isRead(Part.CONFIGURATION) ? Optional.of(known.configuration())
        : configurations.read(operation.account(), operation.sourceServerId());
    return configuration.map(now -> new SeenSettings(now,
        known.isRead(Part.TEMPLATE) && now.templateId().equals(known.configuration().templateId()) ? known.versions()
            : versions(operation, now.templateId(), listed),
        known.isRead(Part.ACTIONS) ? known.actions() : actions.read(operation), known.at()));
  }

  /** That it is as wanted is believed of a list that was read after the last write, or now. */
  private TemplateVersions versions(ConfigureLaunch operation, String template, Listing listed) {
    var found = listed.templates().get(template);
    return found == null || !listed.fresh() && touched(operation).isEmpty() && found.present().fits(operation.placement())
        ? templates.versions(operation.account(), template) : found;
  }

  /** What is known before a write. */
  private Optional<SeenSettings> lately(ConfigureLaunch operation) {
    var lately = known(operation).filter(known -> !known.due()).or(() -> see(operation, NONE));
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
    return written.answer() instanceof Answer.Ok<?> ? writeConfiguration(operation, known.actionsWritten(operation))
        : notWritten(operation, known, Part.ACTIONS, written.answer());
  }

  private Acted<LaunchOutcome> writeConfiguration(ConfigureLaunch operation, SeenSettings seen) {
    var wanted = LaunchConfiguration.wanted(seen.configuration().templateId(), operation.placement());
    if (seen.configuration().equals(wanted)) {
      return writeTemplate(operation, seen);
    }
    return switch (configurations.write(operation.account(), operation.sourceServerId(), wanted)) {
      case Answer.Ok<LaunchConfiguration>(var stored) -> writeTemplate(operation, seen.written(wanted, stored));
      case Answer<LaunchConfiguration> other -> notWritten(operation, seen, Part.CONFIGURATION, other);
    };
  }

  private Acted<LaunchOutcome> writeTemplate(ConfigureLaunch operation, SeenSettings seen) {
    var present = seen.versions().present();
    var latest = seen.versions().latest();
    if (present.fits(operation.placement())) {
      return end(operation, seen);
    }
    if (latest.number() > present.number() && latest.fits(operation.placement())) {
      return makeDefault(operation, seen);
    }
    return switch (templates.write(operation.account(), seen.configuration().templateId(), present, operation.placement())) {
      case Answer.Ok<TemplateVersion>(var stored) ->
          makeDefault(operation, seen.written(new TemplateVersions(present, stored)));
      case Answer<TemplateVersion> other -> notWritten(operation, seen, Part.TEMPLATE, other);
    };
  }

  private Acted<LaunchOutcome> makeDefault(ConfigureLaunch operation, SeenSettings seen) {
    var latest = seen.versions().latest();
    return switch (templates.makeDefault(operation.account(), seen.configuration().templateId(), latest.number())) {
      case Answer.Ok<Long> ok -> end(operation, seen.written(new TemplateVersions(latest, latest)));
      case Answer<Long> other -> notWritten(operation, seen, Part.TEMPLATE, other);
    };
  }

  /**
   * The next look reads back what was written, of many servers together: the template too, which is launched from as it was
   * read back (safety rule 1).
   */
  private Acted<LaunchOutcome> end(ConfigureLaunch operation, SeenSettings seen) {
    if (seen.unread().isEmpty()) {
      return new Acted.Ended<>(configured(operation, seen));
    }
    looked.put(operation.id(), seen.ended(clock.instant()));
    return new Acted.Accepted<>();
  }

  /**
   * What AWS has not taken for now has changed nothing: what is known up to there stands for the next write. In doubt, only
   * what was to be written is not known.
   */
  private <T> Acted<LaunchOutcome> notWritten(ConfigureLaunch operation, SeenSettings seen, Part part, Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T> ok -> throw new IllegalArgumentException("it was written: " + ok);
      case Answer.Throttled<T>(var wait) -> {
        looked.put(operation.id(), seen);
        yield new Acted.NotAccepted<>(wait);
      }
      case Answer.Unknown<T> unknown -> {
        looked.put(operation.id(), seen.doubted(part, clock.instant()));
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

  private LaunchOutcome failed(ConfigureLaunch operation, Failure failure) {
    return new StepFailed(OutcomeHeader.of(operation.header(), clock.instant()), failure);
  }
}
