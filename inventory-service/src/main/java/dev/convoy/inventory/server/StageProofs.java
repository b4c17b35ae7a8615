package dev.convoy.inventory.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.PrerequisitesPassed;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.common.Stage;
import dev.convoy.events.launch.CutoverDone;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.events.launch.CutoverLaunched;
import dev.convoy.events.launch.CutoverSlotReserved;
import dev.convoy.events.launch.DnsSwitched;
import dev.convoy.events.launch.RolledBack;
import dev.convoy.events.launch.ServerArchived;
import dev.convoy.events.launch.TestLaunched;
import dev.convoy.events.replication.ReplicationDrained;
import dev.convoy.events.replication.ReplicationHealthy;
import dev.convoy.events.replication.ReplicationStarted;
import dev.convoy.events.validation.CutoverVerified;
import dev.convoy.events.validation.TestPassed;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Which event of another service proves which stage of the main line. The gates are the inventory's own. */
final class StageProofs {

  static final Map<Class<? extends SpecificRecord>, Stage> TABLE = Map.ofEntries(
      Map.entry(PrerequisitesPassed.class, Stage.PREREQUISITES_PASSED),
      Map.entry(AgentInstalled.class, Stage.AGENT_INSTALLED),
      Map.entry(ReplicationStarted.class, Stage.REPLICATION_STARTED),
      Map.entry(ReplicationHealthy.class, Stage.REPLICATION_HEALTHY),
      Map.entry(TestLaunched.class, Stage.TEST_LAUNCHED),
      Map.entry(TestPassed.class, Stage.TEST_PASSED),
      Map.entry(CutoverSlotReserved.class, Stage.CUTOVER_SLOT_RESERVED),
      Map.entry(SourceQuiesced.class, Stage.SOURCE_QUIESCED),
      Map.entry(ReplicationDrained.class, Stage.REPLICATION_DRAINED),
      Map.entry(CutoverLaunched.class, Stage.CUTOVER_LAUNCHED),
      Map.entry(CutoverVerified.class, Stage.CUTOVER_VERIFIED),
      Map.entry(DnsSwitched.class, Stage.DNS_SWITCHED),
      Map.entry(CutoverDone.class, Stage.CUTOVER_DONE),
      Map.entry(CutoverFinalized.class, Stage.CUTOVER_FINALIZED),
      Map.entry(ServerArchived.class, Stage.ARCHIVED),
      Map.entry(RolledBack.class, Stage.ROLLED_BACK));

  private StageProofs() {}

  /** The stage that an event proves; null when it proves none. */
  static @Nullable Stage provenBy(SpecificRecord event) {
    return TABLE.get(event.getClass());
  }
}
