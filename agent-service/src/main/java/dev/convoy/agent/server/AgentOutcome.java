package dev.convoy.agent.server;

import dev.convoy.events.common.FailedCheck;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of the operations on source hosts. */
public sealed interface AgentOutcome extends Outcome {

  /**
   * The host was asked; no failures = all prerequisites hold.
   *
   * @param decisions what a person decides about; null = not asked for
   */
  record Checked(
      OutcomeHeader header, List<FailedCheck> failures, List<FailedCheck> warnings, SourceFacts facts,
      @Nullable List<FailedCheck> decisions) implements AgentOutcome {}

  /**
   * The host was looked at before its quiesce.
   *
   * @param unheld disks of the host that replication does not hold whole, {@code <device> <bytes>}
   */
  record Profiled(OutcomeHeader header, SourceFacts facts, List<String> unheld) implements AgentOutcome {}

  /**
   * The turn of an operation has come. The host of an installation was entered for it, or could not be; a host was told to shut
   * down; the hook that powers a host on is run next, by whoever says this, and by nobody else.
   *
   * @param pushed how much of the installer is on the host; null = not about a push
   */
  record Begun(OutcomeHeader header, @Nullable Pushed pushed) implements AgentOutcome {

    public Begun(OutcomeHeader header) {
      this(header, null);
    }
  }

  /** How much of an installer is on a host to which it is pushed. */
  record Pushed(long arrivedBytes, long totalBytes) {}

  /** The agent is installed and MGN knows the source server. */
  record Installed(OutcomeHeader header, String sourceServerId, boolean adopted) implements AgentOutcome {}

  /** The scripts are in place, each {@code <file> <sha256>}; {@code evidence} is what the host said. */
  record ScriptsCopied(OutcomeHeader header, List<String> scripts, String evidence) implements AgentOutcome {}

  /** The agent is not on the host any more; {@code evidence} is what the host said of it. */
  record Removed(OutcomeHeader header, String evidence) implements AgentOutcome {}

  /** The break-glass account is there; {@code evidence} is what the host said of it. */
  record BreakGlassMade(OutcomeHeader header, String user, String evidence) implements AgentOutcome {}

  /** The break-glass account is not there; {@code evidence} is what the host said of it. */
  record BreakGlassGone(OutcomeHeader header, String evidence) implements AgentOutcome {}

  /** A runbook has ended and its check holds. */
  record RunbookDone(OutcomeHeader header, String runbook, String evidence) implements AgentOutcome {}

  /**
   * The host is off.
   *
   * @param offAt when it was first seen not to answer any more
   */
  record SwitchedOff(OutcomeHeader header, Instant offAt, String evidence) implements AgentOutcome {}

  /** The host answers, several times in a row. */
  record Woke(OutcomeHeader header, String evidence) implements AgentOutcome {}

  /** The hook that powers the host on has ended well. */
  record HookRan(OutcomeHeader header, String evidence) implements AgentOutcome {}

  /** The attempt failed. */
  record Failed(OutcomeHeader header, Failure failure) implements AgentOutcome {}

  /** No worker of its group was there for a while: the attempt that waited for one is over. */
  record Unserved(OutcomeHeader header) implements AgentOutcome {}

  /** A worker is there again. */
  record Served(OutcomeHeader header) implements AgentOutcome {}

  /**
   * What runs on the host.
   *
   * @param detail null = not asked for
   */
  record SourceFacts(
      String hostname, String os, String kernel, List<String> mounts, List<Integer> ports, List<String> services,
      @Nullable SourceDetail detail) {}

  /** More of what runs on the host; disks as {@code <device> <bytes>}. */
  record SourceDetail(
      List<String> disks, List<String> enabled, List<String> addresses, String timeZone, List<String> packages) {}
}
