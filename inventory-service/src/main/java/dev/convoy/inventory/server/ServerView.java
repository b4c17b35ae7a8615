package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.wave.WaveMessage.MemberReport;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What others are told of a server: the status for everybody, the report for its wave. Functions of the state alone. */
final class ServerView {

  private ServerView() {}

  /** The status record; null before the server is registered. */
  static @Nullable ServerStatus status(ServerState state, Instant updatedAt) {
    var server = state.server();
    if (server == null) {
      return null;
    }
    var round = state.round();
    var users = state.users();
    var instance = state.instance();
    var parked = state.attention().parked();
    var waiting = Waiting.of(state, server);
    var kept = KeptTest.of(state);
    return ServerStatus.newBuilder()
        .setServerId(state.serverId())
        .setName(server.name())
        .setOsFamily(server.source().getOsFamily())
        .setWaveId(server.waveId())
        .setApplication(server.application())
        .setAccount(server.target().getAccount())
        .setRegion(server.target().getRegion())
        .setStrategy(server.strategy())
        .setRound(round.number())
        .setStage(round.stage())
        .setStageSince(round.since())
        .setServing(users.serving())
        .setServingSince(users.servingSince())
        .setOutageSince(users.outageSince())
        .setOutageEndedAt(users.outageEndedAt())
        .setSourceServerId(AdoptCommands.bound(state))
        .setReplication(state.replication().condition())
        .setReplicationPercent(state.replication().percent())
        .setLagSeconds(state.replication().lagSeconds())
        .setTestCounts(round.testCounts())
        .setWithoutTest(Decisions.told(state.decisions().withoutTest()))
        .setWithoutRollback(Decisions.told(state.decisions().withoutRollback()))
        .setWaitsFor(waiting.waitsFor())
        .setWaitsForDetail(waiting.detail())
        .setHeld(state.attention().hold() != null || Change.holds(state))
        .setParked(parked == null ? null : parked.parking())
        .setInstanceId(instance == null ? null : instance.id())
        .setPrivateIp(instance == null ? null : instance.privateIp())
        .setEnded(state.isEnded())
        .setUpdatedAt(updatedAt)
        .setTestEndsBy(kept == null ? null : kept.endsBy())
        .setFailedActions(Objects.requireNonNullElse(round.failedActions(), List.of()))
        .build();
  }

  /** What the wave needs to know; null while the server belongs to none. */
  static @Nullable MemberReport report(ServerState state) {
    var server = state.server();
    if (server == null || server.waveId() == null) {
      return null;
    }
    var round = state.round();
    var doneAt = round.stage() == Stage.CUTOVER_DONE && !round.rollbackRequested() ? state.users().doneAt() : null;
    return new MemberReport(state.serverId(), server.application(), server.target().getAccount(),
        server.target().getRegion(), server.isMoved(), round.number(), reported(round.stage()),
        state.replication().isHealthy(), round.isTested(), state.users().isInOutage(),
        state.attention().parked() != null, state.isEnded(), doneAt, state.decisions().withoutTest() != null,
        !state.replication().faults().isEmpty(), KeptTest.isAwaited(state));
  }

  /** A wave looks at some stages only; the others would be messages without effect. */
  private static Stage reported(Stage stage) {
    return switch (stage) {
      case BUILD_AUTHORIZED, PREREQUISITES_PASSED, AGENT_INSTALLED -> Stage.BUILD_AUTHORIZED;
      case REPLICATION_HEALTHY, TEST_AUTHORIZED, TEST_LAUNCHED -> Stage.REPLICATION_HEALTHY;
      case CUTOVER_AUTHORIZED, CUTOVER_SLOT_RESERVED -> Stage.CUTOVER_AUTHORIZED;
      case SOURCE_QUIESCED, REPLICATION_DRAINED, CUTOVER_LAUNCHED, CUTOVER_VERIFIED, DNS_SWITCHED ->
          Stage.SOURCE_QUIESCED;
      case TEST_WAIVED -> Stage.TEST_PASSED;
      case UNKNOWN, REGISTERED, REPLICATION_STARTED, TEST_PASSED, CUTOVER_DONE, CUTOVER_FINALIZED, ARCHIVED,
          ROLLED_BACK, WITHDRAWN -> stage;
    };
  }
}
