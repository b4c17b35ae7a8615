package dev.convoy.agent.server;

import dev.convoy.events.common.FailedCheck;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import java.util.List;

/** What came of the operations on source hosts. */
public sealed interface AgentOutcome extends Outcome {

  /** The host was asked; no failures = all prerequisites hold. */
  record Checked(OutcomeHeader header, List<FailedCheck> failures, List<FailedCheck> warnings, SourceFacts facts)
      implements AgentOutcome {}

  /** The agent is installed and MGN knows the source server. */
  record Installed(OutcomeHeader header, String sourceServerId, boolean adopted) implements AgentOutcome {}

  /** A runbook has ended and its check holds. */
  record RunbookDone(OutcomeHeader header, String runbook, String evidence) implements AgentOutcome {}

  /** The attempt failed. */
  record Failed(OutcomeHeader header, Failure failure) implements AgentOutcome {}

  /** What runs on the host. */
  record SourceFacts(
      String hostname, String os, String kernel, List<String> mounts, List<Integer> ports, List<String> services) {}
}
