package dev.convoy.lab.drill;

import dev.convoy.events.common.Stage;
import java.util.EnumSet;
import java.util.Set;

/** A way to interfere with a wave, and the stages at which it is tried. */
public enum Drill {
  /** Pauses the wave for a few seconds. */
  pause(EnumSet.range(Stage.BUILD_AUTHORIZED, Stage.CUTOVER_DONE)),
  /** Revokes the cutover and approves it again. */
  revoke(EnumSet.of(Stage.TEST_PASSED, Stage.CUTOVER_AUTHORIZED, Stage.CUTOVER_SLOT_RESERVED, Stage.SOURCE_QUIESCED)),
  /** Plans another window that opens a few seconds later. */
  window(EnumSet.of(Stage.CUTOVER_AUTHORIZED, Stage.REPLICATION_DRAINED)),
  /**
   * Rolls a server back, with its application, and has the others retried; before its cutover and after its finalization that is
   * refused. How each stands that was rolled back is looked at from outside before it goes on.
   */
  rollback(EnumSet.of(Stage.REPLICATION_STARTED, Stage.TEST_LAUNCHED, Stage.CUTOVER_AUTHORIZED, Stage.CUTOVER_SLOT_RESERVED,
      Stage.SOURCE_QUIESCED, Stage.REPLICATION_DRAINED, Stage.CUTOVER_LAUNCHED, Stage.CUTOVER_VERIFIED, Stage.CUTOVER_DONE,
      Stage.ARCHIVED)),
  /** Withdraws a server; where that is refused, rolls it back first, as the refusal says. */
  withdraw(EnumSet.of(Stage.BUILD_AUTHORIZED, Stage.AGENT_INSTALLED, Stage.REPLICATION_STARTED,
      Stage.REPLICATION_HEALTHY, Stage.TEST_LAUNCHED, Stage.TEST_PASSED, Stage.SOURCE_QUIESCED, Stage.CUTOVER_DONE)),
  /** Withdraws a server and declares it again. */
  anew(EnumSet.of(Stage.REPLICATION_STARTED)),
  /** Changes the declaration of a server and puts it back a few seconds later. */
  change(EnumSet.of(Stage.AGENT_INSTALLED, Stage.TEST_LAUNCHED, Stage.CUTOVER_AUTHORIZED, Stage.SOURCE_QUIESCED,
      Stage.CUTOVER_DONE)),
  /** Changes the declaration of a server and accepts the change a few seconds later. */
  accept(EnumSet.of(Stage.REPLICATION_STARTED, Stage.TEST_PASSED)),
  /**
   * Decides that a server is moved without rollback, or without a test, before it and in the middle of it; and answers for
   * the hosts that are planted to need a decision.
   */
  decide(EnumSet.of(Stage.AGENT_INSTALLED, Stage.REPLICATION_STARTED, Stage.TEST_AUTHORIZED, Stage.TEST_LAUNCHED)),
  /** Has a break-glass account made on a source and closes it a few seconds later, or leaves it to the end of its server. */
  breakglass(EnumSet.of(Stage.AGENT_INSTALLED, Stage.TEST_AUTHORIZED));

  private final Set<Stage> stages;

  Drill(Set<Stage> stages) {
    this.stages = Set.copyOf(stages);
  }

  Set<Stage> stages() {
    return stages;
  }
}
