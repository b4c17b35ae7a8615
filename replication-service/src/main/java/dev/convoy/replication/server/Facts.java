package dev.convoy.replication.server;

import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.SourceQuiesced;
import dev.convoy.events.agent.SourceResumed;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.events.inventory.RetestRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.events.inventory.ServerResumed;
import dev.convoy.events.inventory.ServerWithdrawn;
import dev.convoy.events.inventory.TestAuthorized;
import dev.convoy.events.inventory.WithdrawalRequested;
import dev.convoy.events.launch.CutoverFinalized;
import dev.convoy.replication.quota.QuotaAnswer;
import dev.convoy.replication.server.ServerState.Build;
import dev.convoy.replication.server.ServerState.Hold;
import dev.convoy.replication.server.ServerState.Leaving;
import dev.convoy.replication.server.ServerState.Quiesce;
import java.time.Instant;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Merges what others state into the state. Facts of lower rounds and repeats change nothing. */
public final class Facts {

  /** Event types that this service needs. */
  public static final Set<Class<? extends SpecificRecord>> TYPES = Set.of(
      BuildAuthorized.class, TestAuthorized.class, CutoverAuthorized.class, RetestRequested.class,
      RetryRequested.class, ServerHeld.class, ServerResumed.class, WithdrawalRequested.class, ServerWithdrawn.class,
      AgentInstalled.class, SourceQuiesced.class, SourceResumed.class, CutoverFinalized.class);

  private Facts() {}

  static ServerState merge(ServerState state, Object fact) {
    return state.phase() == Phase.ENDED ? afterTheEnd(state, fact) : underWay(state, fact);
  }

  /** Only whoever was withdrawn is declared anew, and only for a later round. */
  private static ServerState afterTheEnd(ServerState state, Object fact) {
    return switch (fact) {
      case BuildAuthorized e when state.leaving() == Leaving.WITHDRAWN && e.getRound() > state.round() ->
          state.anew(Build.of(e));
      case ServerHeld e -> held(state, true, e.getOccurredAt());
      case ServerResumed e -> held(state, false, e.getOccurredAt());
      default -> state;
    };
  }

  private static ServerState underWay(ServerState state, Object fact) {
    return switch (fact) {
      case BuildAuthorized e -> build(state.inRound(e.getRound()), e);
      case TestAuthorized e -> state.inRound(e.getRound());
      case CutoverAuthorized e -> state.inRound(e.getRound());
      case RetestRequested e -> state.inRound(e.getRound());
      case RetryRequested e -> retry(state.inRound(e.getRound()), e);
      case ServerHeld e -> held(state.inRound(e.getRound()), true, e.getOccurredAt());
      case ServerResumed e -> held(state.inRound(e.getRound()), false, e.getOccurredAt());
      case WithdrawalRequested e -> leaving(state, e.getRound(), Leaving.WITHDRAWAL_REQUESTED);
      case ServerWithdrawn e -> leaving(state, e.getRound(), Leaving.WITHDRAWN);
      case CutoverFinalized e -> leaving(state, e.getRound(), Leaving.FINALIZED);
      case AgentInstalled e -> state.sourceServerId() == null && e.getRound() >= state.registered() ? state.withSourceServer(e.getSourceServerId()) : state;
      case SourceQuiesced e -> quiesced(state.inRound(e.getRound()), e);
      case SourceResumed e -> resumed(state, e);
      case QuotaAnswer.PlaceTaken e when e.registration() == state.registered() -> state.withPlaceTaken();
      default -> state;
    };
  }

  private static int built(ServerState state) {
    return state.build() == null ? 0 : state.build().round();
  }

  private static ServerState build(ServerState state, BuildAuthorized e) {
    var known = state.build();
    return known != null && known.round() >= e.getRound() ? state
        : state.with(Build.of(e));
  }

  private static ServerState retry(ServerState state, RetryRequested e) {
    return Phase.FAILED.contains(state.phase()) && e.getOccurredAt().isAfter(state.since())
        ? state.with(state.effort().asked()) : state;
  }

  private static ServerState held(ServerState state, boolean held, Instant at) {
    return at.isBefore(state.hold().at()) ? state : state.with(new Hold(held, at));
  }

  /** Of a round before the present build gate, it was said of another registration. */
  private static ServerState leaving(ServerState state, int round, Leaving why) {
    return why.compareTo(state.leaving()) > 0 && round >= built(state) ? state.inRound(round).with(why) : state;
  }

  private static ServerState quiesced(ServerState state, SourceQuiesced e) {
    var known = state.quiesce();
    var later = known == null || e.getRound() > known.round()
        || (e.getRound() == known.round() && e.getAttempt() > known.attempt());
    return later && e.getRound() == state.round()
        ? state.with(new Quiesce(e.getRound(), e.getAttempt(), e.getQuiescedAt())) : state;
  }

  private static ServerState resumed(ServerState state, SourceResumed e) {
    var known = state.quiesce();
    return known != null && e.getRound() >= known.round()
        ? state.with(known.over()) : state;
  }
}
