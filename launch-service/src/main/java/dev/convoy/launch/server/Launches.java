package dev.convoy.launch.server;

import dev.convoy.launch.server.LaunchOutcome.InstanceLaunched;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was launched, by whose evidence.
 *
 * @param template the template that the next launch uses; null until it was read back
 * @param test test instance of the round; null = none
 * @param cutover cutover instance of the round; null = none
 * @param jobs our jobs that have ended, of all rounds
 * @param markedReady true while MGN has the server at READY_FOR_CUTOVER or beyond, or may have it there: somebody else may have
 *     tested one whose agent was adopted
 * @param windowOver true when the window ended before the launch
 * @param underWay true from the moment a launch is wanted until its end was seen
 * @param kept of the target that users were on before the rollback; null = they were on none
 * @param ground of the cutover launch; null = none was begun, or by a build that did not keep it
 * @param left instance of a launch that has failed, or of an earlier round's test: it may run until MGN takes it away with the next
 *     launch; null = none, or left by a build that did not keep it
 */
record Launches(
    @Nullable LaunchTemplate template,
    @Nullable Instance test,
    @Nullable Instance cutover,
    List<String> jobs,
    boolean markedReady,
    boolean windowOver,
    boolean underWay,
    @Nullable Kept kept,
    @Nullable Ground ground,
    @Nullable Instance left) {

  static final Launches NONE = new Launches(null, null, null, List.of(), false, false, false, null, null, null);

  /** @param privateIp empty for an instance that was not accepted */
  record Instance(String instanceId, String privateIp) {

    static Instance of(InstanceLaunched outcome) {
      return new Instance(outcome.instanceId(), outcome.privateIp());
    }
  }

  /**
   * What is kept of a target.
   *
   * @param stoppedAt when it was seen stopped
   * @param snapshots of its volumes; empty while there are none
   * @param waivedBy who does without those that are owed; null = nobody
   */
  record Kept(Instant stoppedAt, List<String> snapshots, @Nullable String waivedBy) {}

  /**
   * What a cutover launch stands on.
   *
   * @param quiesce whose drained state it was begun with
   * @param outrun true once the source was quiesced anew since
   */
  record Ground(SourceFacts.Quiesce quiesce, boolean outrun) {}

  Launches template(LaunchTemplate readBack) {
    return new Launches(readBack, test, cutover, jobs, markedReady, windowOver, underWay, kept, ground, left);
  }

  /** What was there before is left where none was launched. */
  Launches test(@Nullable Instance launched) {
    return new Launches(template, launched, cutover, jobs, markedReady, windowOver, underWay, kept, ground,
        launched == null ? standing() : null);
  }

  Launches cutover(Instance launched) {
    return new Launches(template, test, launched, jobs, markedReady, windowOver, underWay, kept, ground, null);
  }

  Launches ended(@Nullable String jobId) {
    if (jobId == null || jobs.contains(jobId)) {
      return this;
    }
    var more = new ArrayList<>(jobs);
    more.add(jobId);
    return new Launches(template, test, cutover, List.copyOf(more), markedReady, windowOver, underWay, kept, ground, left);
  }

  Launches markedReady(boolean ready) {
    return new Launches(template, test, cutover, jobs, ready, windowOver, underWay, kept, ground, left);
  }

  Launches windowOver(boolean over) {
    return new Launches(template, test, cutover, jobs, markedReady, over, underWay, kept, ground, left);
  }

  Launches underWay(boolean now) {
    return new Launches(template, test, cutover, jobs, markedReady, windowOver, now, kept, ground, left);
  }

  Launches on(SourceFacts.Quiesce quiesce) {
    return new Launches(template, test, cutover, jobs, markedReady, windowOver, underWay, kept, new Ground(quiesce, false), left);
  }

  /** The source went on after the quiesce that was launched of. */
  Launches outrun() {
    return ground == null ? this : new Launches(template, test, cutover, jobs, markedReady, windowOver, underWay, kept,
        new Ground(ground.quiesce(), true), left);
  }

  Launches kept(Instant stoppedAt, List<String> snapshots) {
    return keeping(new Kept(stoppedAt, snapshots, kept == null ? null : kept.waivedBy()));
  }

  /** What is owed is done without. */
  Launches waived(String by) {
    return kept == null ? this : keeping(new Kept(kept.stoppedAt(), kept.snapshots(), by));
  }

  private Launches keeping(Kept now) {
    return new Launches(template, test, cutover, jobs, markedReady, windowOver, underWay, now, ground, left);
  }

  /** Snapshots of the target that users were on. */
  List<String> snapshots() {
    return kept == null ? List.of() : kept.snapshots();
  }

  /** A launch has failed. @param instance that its job has left; null = none, and an earlier one may stand */
  Launches failed(@Nullable String instance) {
    return instance == null ? this : new Launches(template, test, cutover, jobs, markedReady, windowOver, underWay, kept, ground,
        new Instance(instance, ""));
  }

  /** The later of what was launched for a test and what has come to nothing; null = none. */
  @Nullable Instance standing() {
    return left == null ? test : left;
  }

  /** A new round knows of no launch, but of all jobs. @param standing what a launch before has left */
  Launches nextRound(@Nullable Instance standing) {
    return new Launches(null, null, null, jobs, markedReady, false, false, null, null, standing);
  }
}
