package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.BreakGlassGone;
import dev.convoy.agent.server.AgentOutcome.BreakGlassMade;
import dev.convoy.events.agent.BreakGlassClosed;
import dev.convoy.events.agent.BreakGlassFailed;
import dev.convoy.events.agent.BreakGlassOpened;
import dev.convoy.kit.core.Failure;
import java.time.Instant;

/** The events about break-glass accounts, from the state of a server. */
final class BreakGlassEvents {

  private BreakGlassEvents() {}

  static BreakGlassOpened opened(AgentServer s, BreakGlassMade made, Instant until, Instant now) {
    var known = BreakGlass.of(s);
    return BreakGlassOpened.newBuilder().setServerId(s.serverId()).setRound(known.round()).setAttempt(known.attempt())
        .setOccurredAt(now).setUser(made.user()).setEndsAt(until).setEvidence(made.evidence()).build();
  }

  static BreakGlassClosed closed(AgentServer s, BreakGlassGone gone, Instant now) {
    var known = BreakGlass.of(s);
    return BreakGlassClosed.newBuilder().setServerId(s.serverId()).setRound(known.round()).setAttempt(known.attempt())
        .setOccurredAt(now).setEvidence(gone.evidence()).build();
  }

  static BreakGlassFailed notOpened(AgentServer s, Failure failure, boolean last, Instant now) {
    return failed(s, "OPEN", failure, last, now);
  }

  static BreakGlassFailed notClosed(AgentServer s, Failure failure, boolean last, Instant now) {
    return failed(s, "CLOSE", failure, last, now);
  }

  private static BreakGlassFailed failed(AgentServer s, String step, Failure failure, boolean last, Instant now) {
    var known = BreakGlass.of(s);
    return BreakGlassFailed.newBuilder().setServerId(s.serverId()).setRound(known.round()).setAttempt(known.attempt())
        .setOccurredAt(now).setStep(step).setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy())
        .setFinal$(last).build();
  }
}
