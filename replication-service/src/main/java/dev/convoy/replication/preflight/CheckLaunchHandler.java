package dev.convoy.replication.preflight;

import dev.convoy.events.common.DnsSettings;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.replication.follow.SourceServers;
import dev.convoy.replication.server.ReadRefusedException;
import dev.convoy.replication.server.ReplicationOperation.CheckLaunch;
import dev.convoy.replication.server.ReplicationOutcome;
import dev.convoy.replication.server.ReplicationOutcome.LaunchForeseen;
import dev.convoy.replication.server.Sighting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again at what the launches to come would meet. All servers of an account are judged together, wave by
 * wave, in a dozen reads that the waves share; whoever is new is judged with the others a little later. It never ends by itself
 * and changes nothing.
 */
public final class CheckLaunchHandler implements OperationHandler<CheckLaunch, ReplicationOutcome> {

  /** Lifecycle states in which an instance is up. */
  private static final Set<String> LAUNCHED = Set.of("TESTING", "CUTTING_OVER", "CUTOVER");
  private static final String TESTED = "READY_FOR_CUTOVER";
  private static final int MOST_FAULTS = 20;
  /** So many times in the interval a server that nobody has judged yet may cause a look. */
  private static final int SHARE = 10;

  private final Preflight preflight;
  private final SourceServers servers;
  private final Duration every;
  private final Clock clock;
  private final ConcurrentMap<AccountKey, Looks> looks = new ConcurrentHashMap<>();

  /** What was seen in an account. */
  private static final class Looks {
    private final Map<OperationId, CheckLaunch> standing = new ConcurrentHashMap<>();
    private final Map<OperationId, List<Failure>> judged = new ConcurrentHashMap<>();
    private volatile @Nullable Instant at;
  }

  /** @param every how long between two looks at an account */
  public CheckLaunchHandler(Preflight preflight, SourceServers servers, Duration every, Clock clock) {
    this.preflight = preflight;
    this.servers = servers;
    this.every = every;
    this.clock = clock;
  }

  @Override
  public Class<CheckLaunch> operation() {
    return CheckLaunch.class;
  }

  @Override
  public boolean changes() {
    return false;
  }

  @Override
  public Duration absenceAfter() {
    return Duration.ZERO;
  }

  @Override
  public Duration pollInterval() {
    return every.dividedBy(SHARE);
  }

  @Override
  public Map<OperationId, Observation<ReplicationOutcome>> observe(List<CheckLaunch> operations) {
    var seen = new HashMap<OperationId, Observation<ReplicationOutcome>>();
    operations.stream().collect(Collectors.groupingBy(CheckLaunch::account)).forEach((account, ofAccount) -> {
      var known = looks.computeIfAbsent(account, key -> new Looks());
      ofAccount.forEach(operation -> known.standing.put(operation.id(), operation));
      if (isDue(known)) {
        look(account, known);
      }
      ofAccount.forEach(operation -> seen.put(operation.id(), observation(operation, known)));
    });
    return seen;
  }

  private boolean isDue(Looks known) {
    var at = known.at;
    var now = clock.instant();
    return at == null || !now.isBefore(at.plus(every))
        || (!known.judged.keySet().containsAll(known.standing.keySet()) && !now.isBefore(at.plus(pollInterval())));
  }

  /** What cannot be read now leaves standing what was seen before. */
  private void look(AccountKey account, Looks known) {
    known.at = clock.instant();
    var standing = List.copyOf(known.standing.values());
    Map<String, Sighting> sightings;
    try {
      sightings = servers.read(account, standing.stream().map(CheckLaunch::sourceServerId).collect(Collectors.toSet()));
    } catch (ReadRefusedException e) {
      return;
    }
    var once = preflight.readingOnce();
    standing.stream().collect(Collectors.groupingBy(operation -> String.valueOf(operation.header().waveId()))).values()
        .forEach(ofWave -> judge(ofWave, once, sightings, known));
  }

  private static void judge(List<CheckLaunch> ofWave, Preflight once, Map<String, Sighting> sightings, Looks known) {
    var planned = ofWave.stream().map(operation -> planned(operation,
        sightings.getOrDefault(operation.sourceServerId(), Sighting.absent()))).toList();
    once.launches(planned).ifPresent(findings -> {
      var faults = new HashMap<String, List<Failure>>();
      findings.forEach(finding -> finding.servers().forEach(server ->
          faults.computeIfAbsent(server, id -> new ArrayList<>()).add(failure(finding))));
      ofWave.forEach(operation -> {
        var found = faults.getOrDefault(operation.header().serverId(), List.of());
        known.judged.put(operation.id(), found.stream().distinct().limit(MOST_FAULTS).toList());
      });
    });
  }

  private static Failure failure(Finding finding) {
    return new Failure(finding.code(),
        finding.place() + " " + finding.about() + ": " + finding.found() + "; needed: " + finding.needed(), finding.remedy(), false);
  }

  private static PlannedServer planned(CheckLaunch operation, Sighting sighting) {
    var launched = operation.hadTarget() || LAUNCHED.contains(sighting.lifeCycle());
    return new PlannedServer(operation.header().serverId(), operation.windows(), operation.application(), true, launched,
        target(operation.target()), sighting.lifeCycle().equals(TESTED), null);
  }

  private static Target target(TargetSettings settings) {
    return new Target(settings.getAccount(), settings.getRegion(), settings.getRoleArn(), settings.getStagingSubnetId(),
        settings.getStagingSecurityGroupIds(), settings.getReplicationServerInstanceType(), settings.getEbsEncryptionKeyArn(),
        settings.getTestSubnetId(), settings.getTestSecurityGroupIds(), settings.getTargetSubnetId(),
        settings.getTargetSecurityGroupIds(), settings.getInstanceType(), settings.getInstanceProfile(),
        settings.getPrivateIp(), settings.getTenancy(), dns(settings.getDns()),
        settings.getPostLaunchActions().stream()
            .map(action -> new Target.Action(action.getName(), action.getDocument(), action.getDocumentVersion())).toList());
  }

  private static Target.@Nullable Dns dns(@Nullable DnsSettings dns) {
    return dns == null ? null : new Target.Dns(dns.getNames().stream()
        .map(name -> new Target.Name(name.getName(), name.getZoneId())).toList(), dns.getRoleArn());
  }

  /** That there is nothing is worth saying only where something else was said. Figures that change are no news. */
  private Observation<ReplicationOutcome> observation(CheckLaunch operation, Looks known) {
    var faults = known.judged.get(operation.id());
    if (faults == null || (faults.isEmpty() && !operation.told())) {
      return Observation.Running.silently();
    }
    var at = Objects.requireNonNull(known.at, "a look");
    return new Observation.Running<>(new LaunchForeseen(OutcomeHeader.of(operation.header(), at), faults),
        faults.stream().map(fault -> fault.code() + fault.message().split(":", 2)[0]).toList());
  }

  @Override
  public Map<OperationId, Acted<ReplicationOutcome>> act(List<CheckLaunch> operations) {
    return Map.of();
  }

  @Override
  public void left(OperationId id) {
    looks.values().forEach(known -> {
      known.standing.remove(id);
      known.judged.remove(id);
    });
  }
}
