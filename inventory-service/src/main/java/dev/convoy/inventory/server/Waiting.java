package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.inventory.declaration.AcceptedServer;
import dev.convoy.inventory.server.ServerState.InstallerPush;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a server waits for, with a sentence for a person. */
record Waiting(WaitsFor waitsFor, String detail) {

  static Waiting of(ServerState state, AcceptedServer server) {
    var waiting = forWhat(state, server);
    var kept = KeptTest.of(state);
    if (kept != null && state.round().hasReached(Stage.TEST_PASSED) && state.attention().parked() == null) {
      return new Waiting(waiting.waitsFor(), waiting.detail() + "; " + kept.text(state.serverId()));
    }
    var owed = state.attention().parked() == null ? OwedSnapshots.text(state) : null;
    if (owed != null) {
      return new Waiting(waiting.waitsFor(), waiting.detail().isEmpty() ? owed : waiting.detail() + "; " + owed);
    }
    var source = state.users().source();
    var names = state.names();
    if (names != null && names.round() == state.round().number() && state.attention().parked() == null
        && (state.round().stage() == Stage.CUTOVER_AUTHORIZED || state.round().stage() == Stage.CUTOVER_SLOT_RESERVED)) {
      return new Waiting(waiting.waitsFor(), waiting.detail() + "; " + names.text());
    }
    return source == null || source.note() == null || state.attention().parked() != null ? waiting
        : new Waiting(waiting.waitsFor(), waiting.detail().isEmpty() ? source.note() : waiting.detail() + "; " + source.note());
  }

  private static Waiting forWhat(ServerState state, AcceptedServer server) {
    if (!server.isMoved()) {
      return new Waiting(WaitsFor.NOTHING, "not moved by Convoy: strategy " + server.strategy());
    }
    var parked = state.attention().parked();
    if (parked != null) {
      return new Waiting(WaitsFor.PERSON, "[" + parked.parking().getCode() + "] " + parked.parking().getEvidence()
          + "; " + parked.parking().getRemedy() + FailedTest.text(state));
    }
    if (state.isEnded()) {
      return new Waiting(WaitsFor.NOTHING, ended(state));
    }
    if (server.waveId() == null) {
      return new Waiting(WaitsFor.PERSON, "not planned: declare a wave for it");
    }
    var hold = state.attention().hold();
    if (hold != null && !state.users().isInOutage()) {
      return new Waiting(WaitsFor.HOLD, "held: " + hold);
    }
    var change = state.change();
    if (change != null && change.held()) {
      return new Waiting(WaitsFor.HOLD, "held: " + Change.reason(state, change.declared()));
    }
    return state.round().rollbackRequested() ? work("the rollback to its source")
        : onTheLine(state, server, server.waveId());
  }

  private static String ended(ServerState state) {
    if (state.withdrawn()) {
      return "withdrawn";
    }
    return state.round().stage() == Stage.ROLLED_BACK ? "rolled back to its source" : "finalized";
  }

  private static Waiting onTheLine(ServerState state, AcceptedServer server, String waveId) {
    return switch (state.round().stage()) {
      case REGISTERED -> gate("BUILD", waveId, "the wave is not started");
      case BUILD_AUTHORIZED -> work("prerequisites of the host and preparation of the account");
      case PREREQUISITES_PASSED -> work("the agent to be installed" + pushed(state.push()));
      case AGENT_INSTALLED -> new Waiting(WaitsFor.SLOT, "replication settings and a place in the account's quota");
      case REPLICATION_STARTED -> work("replication to become healthy, " + state.replication().percent() + " % done");
      case REPLICATION_HEALTHY -> state.replication().isHealthy() ? launch("TEST", state, waveId, "it opens for each server")
          : work("replication to become healthy again");
      case TEST_AUTHORIZED -> new Waiting(WaitsFor.SLOT, "a launch slot and the launch of its test");
      case TEST_LAUNCHED -> work("the checks of its test instance");
      case TEST_PASSED, TEST_WAIVED -> tested(state, server, waveId);
      case CUTOVER_AUTHORIZED -> !state.round().gates().cutover() ? tested(state, server, waveId)
          : new Waiting(WaitsFor.SLOT, "launch slots for all of " + group(state));
      case CUTOVER_SLOT_RESERVED -> !state.round().gates().cutover() ? tested(state, server, waveId)
          : new Waiting(WaitsFor.GROUP, "its turn to be quiesced in " + group(state) + ": web, application, database");
      case SOURCE_QUIESCED -> work("replication to drain");
      case REPLICATION_DRAINED -> new Waiting(WaitsFor.GROUP, "all of " + group(state) + " to be drained and launched");
      case CUTOVER_LAUNCHED -> work("the checks of its cutover instance");
      case CUTOVER_VERIFIED, DNS_SWITCHED ->
          new Waiting(WaitsFor.GROUP, "all of " + group(state) + " to be verified: database, application, web");
      case CUTOVER_DONE -> state.round().gates().finalization() ? work("the finalization")
          : gate("FINALIZE", waveId, "it opens after the soak, or by an approval if the plan says so");
      case CUTOVER_FINALIZED, ARCHIVED, ROLLED_BACK, WITHDRAWN, UNKNOWN -> new Waiting(WaitsFor.NOTHING, "");
    };
  }

  private static String pushed(@Nullable InstallerPush push) {
    return push == null || push.totalBytes() <= 0 ? ""
        : ", " + 100 * push.arrivedBytes() / push.totalBytes() + " % of its installer, " + megabytes(push.totalBytes())
            + " MB, are pushed to the host";
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }

  private static Waiting tested(ServerState state, AcceptedServer server, String waveId) {
    if (!state.round().waived()) {
      if (!state.round().testCounts()) {
        return new Waiting(WaitsFor.PERSON, "its test does not count any more: ask for a new one");
      }
      if (!state.round().testEnded() && !state.round().keepsTest()) {
        return work("its test instance to be terminated");
      }
    }
    var application = server.application();
    var waiver = state.round().waived() ? state.decisions().withoutTest() : null;
    var because = waiver == null ? "" : "; test waived by " + waiver.name() + ": " + waiver.reason();
    if (application == null || !state.replication().faults().isEmpty()) {
      return launch("CUTOVER", state, waveId, "inside the window" + because);
    }
    return new Waiting(WaitsFor.GROUP, "gate CUTOVER of " + waveId + ": all servers of application " + application
            + " tested, inside the window" + because);
  }

  private static String group(ServerState state) {
    var group = state.round().moveGroup();
    return group == null ? "its move group" : group.id() + " (" + group.size() + ")";
  }

  /** A gate before a launch: everything that keeps it closed is named. */
  private static Waiting launch(String gate, ServerState state, String waveId, String when) {
    var faults = state.replication().faults();
    return faults.isEmpty() ? gate(gate, waveId, when) : gate(gate, waveId, "its launch would fail on " + faults.size() + " faults: "
        + faults.stream().map(fault -> "[" + fault.code() + "] " + fault.message() + ", " + fault.remedy())
            .collect(Collectors.joining("; ")) + "; it opens once they are gone, or by ./convoy wave plan " + waveId
        + " ... --despite-faults");
  }

  private static Waiting gate(String gate, String waveId, String when) {
    return new Waiting(WaitsFor.GATE, "gate " + gate + " of " + waveId + ": " + when);
  }

  private static Waiting work(String what) {
    return new Waiting(WaitsFor.WORK, what);
  }
}
