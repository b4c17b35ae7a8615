package dev.convoy.launch.server;

import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.CutoverSlotReserved;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.QuiesceAuthorized;
import dev.convoy.events.launch.RollbackStarted;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestKept;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.launch.server.LaunchOperation.FinalizeCutover;
import dev.convoy.launch.server.LaunchOperation.StartCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

import static org.assertj.core.api.Assertions.assertThat;

/** The other services and AWS around a {@link Fleet}; it remembers what is true and holds the safety rules against it. */
final class World {

  private static final Set<Phase> MOVED = EnumSet.of(Phase.DONE, Phase.FINALIZE, Phase.ARCHIVE, Phase.ARCHIVED);

  private final Fleet fleet;
  private final Map<String, Integer> rounds = new TreeMap<>();
  private final Set<String> facts = new TreeSet<>();
  private final Map<String, Integer> jobs = new TreeMap<>();
  private long clock;
  private int instances;
  private int authorizations;
  boolean calm;

  World(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Opens build and test gates of a round for a server whose agent is installed. */
  void begin(String id) {
    int round = rounds.merge(id, 1, Integer::sum);
    note("test-gate", id);
    tell("inventory", id, with(Facts.build(round), id));
    tell("inventory", id, with(isKept(id) ? Facts.testKept(round, Duration.ofHours(2)) : Facts.testAuthorized(round), id));
    tell("agent", id, with(Facts.agentInstalled(), id));
    tell("replication", id, with(Facts.healthy(++clock), id));
  }

  int round(String id) {
    return rounds.getOrDefault(id, 0);
  }

  void tell(String owner, String id, SpecificRecord fact) {
    fleet.publish(owner + ".events", id, fact);
  }

  long tickClock() {
    return ++clock;
  }

  /** The same fact about another server. */
  static <T extends SpecificRecord> T with(T fact, String serverId) {
    fact.put(0, serverId);
    return fact;
  }

  void happened(String id, SpecificRecord event) {
    switch (event) {
      case TestLaunched e -> tell("validation", id, with(Facts.testPassed(round(id), e.getInstanceId()), id));
      case TestKept e -> {
        assertThat(isKept(id)).as("%s", e).isTrue();
        note("tested", id);
        if (fleet.random.nextBoolean()) {
          tell("inventory", id, with(Facts.testAccepted(round(id)), id));
        } else {
          authorize(id);
        }
      }
      case TestEnded e -> {
        note("tested", id);
        authorize(id);
      }
      case CutoverSlotReserved e -> note("slot", id);
      case QuiesceAuthorized e -> quiesce(id);
      case CutoverLaunched e -> {
        if (calm || fleet.random.nextInt(8) > 0) {
          tell("validation", id, with(Facts.verified(round(id), e.getInstanceId()), id));
        } else {
          tell("validation", id, with(Facts.verificationFailed(), id));
        }
      }
      case CutoverDone e -> {
        note("done", id);
        tell("inventory", id, with(Facts.finalizeAuthorized(round(id)), id));
      }
      case LaunchStepFailed e when e.getStep().equals(LaunchEvents.ROLL_BACK) ->
          assertThat(fleet.membersOf(id).stream().anyMatch(this::stays)).as("%s", e).isTrue();
      case RollbackStarted e -> {
        assertThat(fleet.isStaying(id) && fleet.state(id).effort().attempt(LaunchEvents.START_CUTOVER) > 0)
            .as("%s was decided without rollback, and is launched", id).isFalse();
        assertThat(e.getSnapshotIds().isEmpty() && e.getUnsaved() == null).as("%s was open to users", id)
            .isEqualTo(!is("done", id));
        tell("agent", id, with(Facts.sourceResumed(round(id)), id));
      }
      case RolledBack e -> begin(id);
      default -> { }
    }
  }

  /** The cutover gate opens for an application when all its servers are tested. */
  void authorize(String id) {
    var members = fleet.membersOf(id).stream()
        .filter(member -> !MOVED.contains(fleet.state(member).phase())).toList();
    if (!members.stream().allMatch(member -> is("tested", member))) {
      return;
    }
    authorizations++;
    for (var member : members) {
      note("cutover-gate", member);
      tell("inventory", member, CutoverAuthorized.newBuilder(Facts.cutoverAuthorized(round(member)))
          .setServerId(member).setAttempt(authorizations).setOccurredAt(Facts.START.plusSeconds(++clock))
          .setMoveGroup(Fleet.groupOf(member)).setWaveId(Fleet.groupOf(member).substring(0, 6))
          .setMoveGroupSize(members.size()).setTier(fleet.tiers.get(member))
          .setWithoutRollback(stays(member)).setGroupPolicy(authorizations % 2 == 0 ? GroupPolicy.HOLD : GroupPolicy.ROLLBACK)
          .setWindowEnd(fleet.now.plus(Duration.ofHours(4))).setBackOutBy(fleet.now.plus(Duration.ofHours(5))).build());
    }
  }

  /** Of one in six, the test instance is looked at by people. */
  private static boolean isKept(String id) {
    return id.endsWith("2") || id.endsWith("7");
  }

  /** One in six does not go back once it was launched, until a person allows it. */
  private boolean stays(String id) {
    return id.endsWith("4") || id.endsWith("9");
  }

  /** A person lets a server go back after all. */
  void allow(String id) {
    tell("inventory", id, with(Facts.decided(++clock, false, false), id));
  }

  private void quiesce(String id) {
    assertThat(is("slot", id)).as("slot of %s", id).isTrue();
    int members = (int) fleet.membersOf(id).stream().filter(this::isMember).count();
    assertThat(fleet.slotsOf(Fleet.groupOf(id))).as("slots for all before the quiesce of %s", id)
        .isGreaterThanOrEqualTo(members);
    for (var member : fleet.membersOf(id)) {
      if (isMember(member) && fleet.tiers.get(member).compareTo(fleet.tiers.get(id)) < 0) {
        assertThat(is("quiesced", member)).as("quiesce of %s before that of %s", member, id).isTrue();
      }
    }
    if (!calm && fleet.random.nextInt(12) == 0) {
      tell("agent", id, with(Facts.quiesceFailed(), id));
      return;
    }
    note("quiesced", id);
    var second = ++clock;
    tell("agent", id, with(Facts.quiesced(round(id), second), id));
    note("drained", id);
    tell("replication", id, with(Facts.drained(round(id), second), id));
  }

  /** One that has left while the turn of another was on its way is looked at where the group decides. */
  private boolean isMember(String id) {
    return fleet.state(id).membership() != null;
  }

  /** Holds the rules against what is wanted now. */
  void wanted(String id, LaunchOperation operation) {
    switch (operation) {
      case StartTest o -> assertThat(is("test-gate", id)).as("test gate of %s", id).isTrue();
      case StartCutover o -> {
        assertThat(is("tested", id) && is("cutover-gate", id)).as("gates of %s", id).isTrue();
        for (var member : fleet.membersOf(id)) {
          assertThat(is("drained", member)).as("drain of %s before the launch of %s", member, id).isTrue();
        }
      }
      case FinalizeCutover o -> assertThat(is("done", id)).as("done of %s", id).isTrue();
      default -> { }
    }
  }

  /** Servers that may take part in an active job now: never more than there are slots. */
  void checkCapacity() {
    long active = fleet.servers.values().stream().flatMap(s -> fleet.decider.wanted(s).stream())
        .filter(o -> o instanceof StartTest || o instanceof StartCutover || o instanceof TerminateTest).count();
    assertThat(active).isLessThanOrEqualTo(Fleet.CAPACITY);
    assertThat(fleet.pool.held()).isBetween((int) active, Fleet.CAPACITY);
    assertThat(fleet.pool.jobs()).isLessThanOrEqualTo(4);
    assertThat(fleet.pool.held()).isEqualTo(fleet.slots.all().mapToInt(row -> row.getValue().held()).sum());
  }

  /** An outcome of an operation: mostly good. */
  LaunchOutcome outcome(LaunchOperation operation) {
    int dice = calm ? 99 : fleet.random.nextInt(100);
    if (dice < 6) {
      return Facts.<LaunchOperation>failed().apply(operation);
    }
    if (dice < 8) {
      return Facts.<LaunchOperation>failedForGood().apply(operation);
    }
    var job = "job-" + jobs.merge(operation.header().serverId(), 1, Integer::sum);
    return switch (operation) {
      case LaunchOperation.ConfigureLaunch o -> Facts.<LaunchOperation>configured().apply(o);
      case LaunchOperation.SnapshotTarget o when dice < 10 -> Facts.<LaunchOperation>lost().apply(o);
      case LaunchOperation.SnapshotTarget o ->
          Facts.<LaunchOperation>taken(calm || fleet.random.nextBoolean(), "snap-" + o.id()).apply(o);
      case LaunchOperation.Launch o -> dice < 10 ? Facts.<LaunchOperation>misplaced(job, instance()).apply(o)
          : Facts.<LaunchOperation>launched(job, instance()).apply(o);
      default -> Facts.<LaunchOperation>done().apply(operation);
    };
  }

  private String instance() {
    return "i-%017d".formatted(++instances);
  }

  private void note(String fact, String id) {
    facts.add(fact + " " + id + " " + round(id));
  }

  boolean is(String fact, String id) {
    return facts.contains(fact + " " + id + " " + round(id));
  }

}
