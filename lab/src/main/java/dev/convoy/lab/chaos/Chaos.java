package dev.convoy.lab.chaos;

import dev.convoy.lab.chaos.ChaosSchedule.Act;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Befalls a running lab, each kind on a clock of its own, until it is told to end. */
public final class Chaos implements LabComponent {
  /** Twice the session time-out of the lab's services. */
  private static final Duration STOPPED = Duration.ofSeconds(12);
  /** How long a service may take from SIGTERM to its end. */
  private static final Duration DRAINED = Duration.ofSeconds(30);
  /** R11: how long a service may take to make its state anew from its changelogs. */
  private static final Duration RESTORED = Duration.ofSeconds(60);
  private static final Duration REPAIR_LIMIT = Duration.ofSeconds(120);

  private final ChaosOptions options;
  private final long seed;
  private final ChaosTargets targets;
  private final ChaosLog log;
  private final Recovery recovery = new Recovery();
  private final Drains drains = new Drains(DRAINED);
  private final Restores restores = new Restores(RESTORED);
  private final Flow flow;
  private final ChaosClock clock;
  private final List<Thread> clocks = new ArrayList<>();

  /** @param seed of its own draws; the fleet's are not touched */
  public Chaos(ChaosOptions options, long seed, ChaosTargets targets) {
    this.options = options;
    this.seed = seed;
    this.targets = targets;
    this.clock = new ChaosClock(options.bySteps());
    this.log = new ChaosLog(targets.log(), targets.notes());
    this.flow = new Flow(targets.bootstrapServers(), recovery, log);
  }

  @Override
  public String name() {
    return "chaos " + String.join(",", options.kinds().stream().sorted().map(ChaosKind::word).toList());
  }

  @Override
  public synchronized void start() {
    flow.start();
    for (ChaosKind kind : options.kinds()) {
      clocks.add(Thread.ofPlatform().daemon().name("chaos-" + kind.word()).start(() -> run(kind)));
    }
  }

  /** Servers have gone on by so many stages. */
  public void step(int count) {
    clock.step(count);
  }

  private void run(ChaosKind kind) {
    ChaosSchedule schedule = new ChaosSchedule(kind, seed, options.every());
    for (int acts = 0; !options.spent(acts); acts++) {
      Act act = schedule.next();
      if (clock.overAfter(act.gap())) {
        return;
      }
      attempt(kind, act);
    }
  }

  private void attempt(ChaosKind kind, Act act) {
    try {
      perform(kind, act);
    } catch (LabFailure e) {
      log.note(clock.overWithin(Duration.ZERO) ? kind.word() + " was broken off" : kind.word() + " went wrong: " + e.getMessage());
    }
  }

  private void perform(ChaosKind kind, Act act) {
    switch (kind) {
      case KILL -> outage(kind, service(act), Duration.ofMillis(500));
      case STOP -> freeze(service(act));
      case BROKER -> outage(kind, targets.broker(), act.between(Duration.ofSeconds(1), Duration.ofSeconds(8)));
      case REGISTRY -> outage(kind, targets.registry(), act.between(Duration.ofSeconds(2), Duration.ofSeconds(15)));
      case AWS -> storm(act);
      case TERM -> terminate(service(act));
      case WIPE -> wipe(service(act));
    }
  }

  private Victim service(Act act) {
    return targets.services().get(act.of(targets.services().size()));
  }

  private void outage(ChaosKind kind, Victim victim, Duration time) {
    log.begin(kind, victim.name(), time);
    if (kind != ChaosKind.REGISTRY) {
      recovery.harmed(kind, victim.service(), Instant.now());
    }
    victim.kill();
    clock.overWithin(time);
    victim.revive();
  }

  private void freeze(Victim victim) {
    log.begin(ChaosKind.STOP, victim.name(), STOPPED);
    recovery.harmed(ChaosKind.STOP, victim.service(), Instant.now());
    victim.freeze(STOPPED);
  }

  private void terminate(Victim victim) {
    log.begin(ChaosKind.TERM, victim.name(), Duration.ZERO);
    recovery.harmed(ChaosKind.TERM, victim.service(), Instant.now());
    victim.terminate(DRAINED.multipliedBy(2)).map(drain -> drains.add(victim.name(), drain)).ifPresent(log::note);
  }

  private void wipe(Victim victim) {
    log.begin(ChaosKind.WIPE, victim.name(), Duration.ZERO);
    recovery.harmed(ChaosKind.WIPE, victim.service(), Instant.now());
    log.note(restores.add(victim.name(), victim.wipe(RESTORED.multipliedBy(4))));
  }

  private void storm(Act act) {
    Duration time = act.between(options.every(), options.every().multipliedBy(2));
    log.begin(ChaosKind.AWS, "storm", time);
    try {
      targets.aws().storm();
      targets.aws().foreignJob(act.victim()).ifPresent(text -> log.note("aws " + text));
      clock.overWithin(time);
    } finally {
      targets.aws().calm();
    }
  }

  /**
   * No more chaos: what is stopped goes on, what is down comes up. Throws {@link LabFailure} when something stays down.
   *
   * @return the counts and what was measured, for a person
   */
  public String end() {
    halt();
    for (Victim victim : targets.all()) {
      victim.revive();
      if (!Condition.holdsWithin(REPAIR_LIMIT, victim::healthy)) {
        throw new LabFailure("[CVY-9263] chaos: " + victim.name() + " is not up again after "
            + REPAIR_LIMIT.toSeconds() + " s; see its log");
      }
    }
    flow.stop();
    return "CHAOS " + log.counts(options) + told(ChaosKind.KILL) + told(ChaosKind.STOP) + told(ChaosKind.BROKER)
        + told(ChaosKind.TERM) + told(ChaosKind.WIPE) + drains.line() + restores.line();
  }

  /** True when every service that was told to end did so in order and in time. */
  public boolean drained() {
    return drains.allInOrder();
  }

  private String told(ChaosKind kind) {
    Recovery.Measured measured = recovery.of(kind);
    return measured.percentile(99).map(p99 -> " " + kind.word() + "-recovery-p50="
        + ChaosLog.seconds(measured.percentile(50).orElse(p99)) + " " + kind.word() + "-recovery-p99="
        + ChaosLog.seconds(p99) + " " + kind.word() + "-recovered=" + measured.times().size()).orElse("");
  }

  private void halt() {
    clock.end();
    targets.all().forEach(Victim::thaw);
    List<Thread> own;
    synchronized (this) {
      own = List.copyOf(clocks);
    }
    try {
      for (Thread each : own) {
        each.join(REPAIR_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    clock.end();
    targets.all().forEach(Victim::thaw);
    flow.stop();
  }

  @Override
  public synchronized boolean healthy() {
    return clocks.stream().anyMatch(Thread::isAlive);
  }
}
