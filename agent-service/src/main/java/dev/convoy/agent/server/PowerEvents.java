package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.SwitchedOff;
import dev.convoy.agent.server.AgentOutcome.Woke;
import dev.convoy.events.agent.SourcePowerOnFailed;
import dev.convoy.events.agent.SourcePoweredOn;
import dev.convoy.events.agent.SourceShutDown;
import dev.convoy.events.agent.SourceShutdownFailed;
import dev.convoy.events.agent.SourceWoke;
import dev.convoy.kit.core.Failure;
import java.time.Instant;

/** The events about sources that are off, from the state of a server. */
final class PowerEvents {

  private PowerEvents() {}

  static SourceShutDown shutDown(AgentServer s, SwitchedOff seen, Instant now) {
    return SourceShutDown.newBuilder().setServerId(s.serverId()).setRound(Power.of(s).begunRound()).setAttempt(Power.of(s).attempt())
        .setOccurredAt(now).setOffAt(seen.offAt()).setEvidence(seen.evidence()).build();
  }

  static SourceShutdownFailed notShutDown(AgentServer s, Failure failure, Instant now) {
    return SourceShutdownFailed.newBuilder().setServerId(s.serverId()).setRound(Power.of(s).begunRound()).setAttempt(Power.of(s).attempt())
        .setOccurredAt(now).setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy())
        .setFinal$(true).build();
  }

  static SourceWoke woke(AgentServer s, Woke seen, Instant now) {
    return SourceWoke.newBuilder().setServerId(s.serverId()).setRound(Power.of(s).begunRound()).setAttempt(Power.of(s).attempt())
        .setOccurredAt(now).setEvidence(seen.evidence()).build();
  }

  static SourcePoweredOn poweredOn(AgentServer s, Woke seen, Instant now) {
    return SourcePoweredOn.newBuilder().setServerId(s.serverId()).setRound(Power.of(s).begunRound()).setAttempt(Power.of(s).attempt())
        .setOccurredAt(now).setEvidence(seen.evidence()).build();
  }

  static SourcePowerOnFailed notPoweredOn(AgentServer s, Failure failure, boolean last, Instant now) {
    return SourcePowerOnFailed.newBuilder().setServerId(s.serverId()).setRound(s.calledRound()).setAttempt(Power.of(s).attempt())
        .setOccurredAt(now).setCode(failure.code()).setMessage(failure.message()).setRemedy(failure.remedy())
        .setFinal$(last).build();
  }
}
