package dev.convoy.inventory.server;

import dev.convoy.events.common.PersonDecision;
import dev.convoy.events.common.ServerDecision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people have decided about a server, by name. It is about the server, not about a round of it: it stands until it is
 * decided anew or the server has left.
 *
 * @param withoutTest it is moved without a test launch; null = with one
 * @param withoutRollback its source is not resumed once its target may have run; null = it is
 * @param bound source server of somebody else that it is; null = nobody has said so
 */
public record Decisions(@Nullable By withoutTest, @Nullable By withoutRollback, @Nullable Bound bound) {

  static final Decisions NONE = new Decisions(null, null, null);

  /** Who decided, why and when. */
  public record By(String name, String reason, Instant at) {

    PersonDecision told() {
      return new PersonDecision(name, reason, at);
    }
  }

  /** Which source server it is. */
  public record Bound(String sourceServerId, By by) {}

  /** True when it is moved like any other; which source server it is says nothing about that. */
  boolean isNone() {
    return withoutTest == null && withoutRollback == null;
  }

  @Nullable String sourceServerId() {
    return bound == null ? null : bound.sourceServerId();
  }

  Decisions binding(@Nullable Bound next) {
    return new Decisions(withoutTest, withoutRollback, next);
  }

  /** What stands once this was decided too. NORMAL takes back only where nobody asked: an answer answers its question. */
  Decisions with(ServerDecision decision, By by, boolean asked) {
    return switch (decision) {
      case WITHOUT_TEST -> new Decisions(by, withoutRollback, bound);
      case WITHOUT_ROLLBACK -> new Decisions(withoutTest, by, bound);
      case NORMAL -> asked ? this : NONE.binding(bound);
      case EXCLUDE, UNKNOWN -> this;
    };
  }

  boolean include(ServerDecision decision) {
    return switch (decision) {
      case WITHOUT_TEST -> withoutTest != null;
      case WITHOUT_ROLLBACK -> withoutRollback != null;
      case NORMAL, EXCLUDE, UNKNOWN -> false;
    };
  }

  static @Nullable PersonDecision told(@Nullable By decision) {
    return decision == null ? null : decision.told();
  }
}
