package dev.convoy.inventory.server;

import dev.convoy.events.agent.AgentInstallFailed;
import dev.convoy.events.agent.PostLaunchScriptsFailed;
import dev.convoy.events.agent.PrerequisitesFailed;
import dev.convoy.events.agent.SourcePowerOnFailed;
import dev.convoy.events.agent.SourceQuiesceFailed;
import dev.convoy.events.agent.SourceResumeFailed;
import dev.convoy.events.common.Stage;
import dev.convoy.events.launch.CutoverLaunchFailed;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.TestLaunchFailed;
import dev.convoy.events.replication.AccountPreparationFailed;
import dev.convoy.events.replication.ReplicationDrainFailed;
import dev.convoy.events.replication.ReplicationFailed;
import dev.convoy.events.replication.ReplicationUnhealthy;
import dev.convoy.events.validation.CutoverVerificationFailed;
import dev.convoy.events.validation.TestFailed;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Failures of other services that park a server once no further attempt follows without a person. */
final class Failures {

  /** Failure by its type: who gave up, and the stage whose proof shows that it was got over. */
  static final Map<Class<? extends SpecificRecord>, Row> TABLE = Map.ofEntries(
      row(PrerequisitesFailed.class, Stage.PREREQUISITES_PASSED),
      row(AgentInstallFailed.class, Stage.AGENT_INSTALLED),
      row(PostLaunchScriptsFailed.class, Stage.AGENT_INSTALLED),
      row(SourceQuiesceFailed.class, Stage.SOURCE_QUIESCED),
      row(SourcePowerOnFailed.class, Stage.ROLLED_BACK),
      row(SourceResumeFailed.class, Stage.ROLLED_BACK),
      row(AccountPreparationFailed.class, Stage.AGENT_INSTALLED),
      row(ReplicationFailed.class, Stage.REPLICATION_HEALTHY),
      row(ReplicationUnhealthy.class, Stage.REPLICATION_HEALTHY),
      row(ReplicationDrainFailed.class, Stage.REPLICATION_DRAINED),
      row(TestLaunchFailed.class, Stage.TEST_LAUNCHED),
      row(TestFailed.class, Stage.TEST_PASSED),
      row(CutoverLaunchFailed.class, Stage.CUTOVER_LAUNCHED),
      row(CutoverVerificationFailed.class, Stage.CUTOVER_VERIFIED),
      row(LaunchStepFailed.class, Stage.UNKNOWN));

  /** A step beside the launches is got over when the next of these is reached. */
  private static final List<Stage> AFTER_STEPS = List.of(Stage.TEST_LAUNCHED, Stage.CUTOVER_AUTHORIZED,
      Stage.CUTOVER_LAUNCHED, Stage.CUTOVER_DONE, Stage.CUTOVER_FINALIZED, Stage.ARCHIVED);

  private Failures() {}

  /** Service that publishes a failure and the stage that ends it; UNKNOWN = depends on the stage reached. */
  record Row(String service, Stage clearedBy) {}

  /** A failure as a person is told of it. */
  record Failed(
      String kind, int attempt, String service, Stage clearedBy, String code, String message, String remedy,
      boolean needsDecision) {}

  private static Map.Entry<Class<? extends SpecificRecord>, Row> row(
      Class<? extends SpecificRecord> type, Stage clearedBy) {
    var owner = type.getPackageName();
    return Map.entry(type, new Row(owner.substring(owner.lastIndexOf('.') + 1), clearedBy));
  }

  /** The failure in an event; null when it is none or another attempt follows. */
  static @Nullable Failed finalIn(SpecificRecord event, Stage reached) {
    var row = TABLE.get(event.getClass());
    if (row == null || !Boolean.TRUE.equals(Facts.field(event, "final"))) {
      return null;
    }
    var kind = event.getSchema().getName() + (event instanceof LaunchStepFailed step ? ":" + step.getStep() : "");
    var clearedBy = row.clearedBy() != Stage.UNKNOWN ? row.clearedBy()
        : AFTER_STEPS.stream().filter(stage -> stage.compareTo(reached) > 0).findFirst().orElse(Stage.ARCHIVED);
    return new Failed(kind, Facts.attempt(event), row.service(), clearedBy, text(event, "code"),
        text(event, "message"), text(event, "remedy"),
        Boolean.TRUE.equals(Facts.field(event, "needsDecision")));
  }

  private static String text(SpecificRecord event, String name) {
    return String.valueOf(Facts.field(event, name));
  }
}
