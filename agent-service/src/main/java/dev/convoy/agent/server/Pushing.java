package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOutcome.Begun;
import dev.convoy.kit.core.Emitter;
import java.time.Instant;
import java.util.Objects;

/**
 * How much of an installer was last said to be on the host.
 *
 * @param round of the attempt to which it is pushed
 * @param attempt to which it is pushed
 */
public record Pushing(int round, int attempt, long arrivedBytes) {

  /** True when more has arrived than was said, or another attempt pushes. */
  static boolean isNews(AgentServer server, Begun begun) {
    var pushed = begun.pushed();
    var last = server.pushing();
    var of = begun.header();
    return pushed != null && (last == null || last.round != of.round() || last.attempt != of.attempt()
        || pushed.arrivedBytes() > last.arrivedBytes);
  }

  /** Says how much is there. */
  static AgentServer told(AgentServer server, Begun begun, Emitter out, Instant now) {
    var pushed = Objects.requireNonNull(begun.pushed());
    var of = begun.header();
    out.emit(AgentEvents.pushed(of, pushed, now));
    return server.pushing(new Pushing(of.round(), of.attempt(), pushed.arrivedBytes()));
  }
}
