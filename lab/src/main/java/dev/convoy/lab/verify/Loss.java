package dev.convoy.lab.verify;

import dev.convoy.lab.verify.Finding.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lost: neither ended nor parked with a reason when the deadline of its started wave has passed, when the wave is
 * over, or when nothing more will come; or declared and never answered.
 */
final class Loss implements Rule {
  /** How a server stands at the end of the evidence. */
  enum Standing { NOT_MOVED, UNANSWERED, DONE, PARKED, RESTORED, IN_FLIGHT }

  static Standing standing(ServerCase server) {
    ServerHistory history = server.history();
    if (history.has("ServerDeclared") && !history.registered() && !history.rejected()) {
      return Standing.UNANSWERED;
    }
    if (!history.registered() || !history.rehost()
        || history.wave().filter(server.trial().histories()::started).isEmpty()) {
      return Standing.NOT_MOVED;
    }
    return history.finalized() ? Standing.DONE : history.parked().isPresent() ? Standing.PARKED
        : history.restored() ? Standing.RESTORED : Standing.IN_FLIGHT;
  }

  static boolean isLost(ServerCase server) {
    return switch (standing(server)) {
      case UNANSWERED -> server.trial().evidence().finished();
      case IN_FLIGHT -> server.history().wave().filter(server.trial()::over).isPresent();
      case NOT_MOVED, DONE, PARKED, RESTORED -> false;
    };
  }

  @Override
  public Stream<Finding> check(ServerCase server) {
    if (!isLost(server)) {
      return Stream.empty();
    }
    String what = standing(server) == Standing.UNANSWERED ? "declared, but neither registered nor rejected"
        : "neither ended nor parked when its wave was over";
    List<Trace> last = Stream.concat(server.history().last().map(Trace::of).stream(),
        lastDeed(server).map(Trace::of).stream())
        .sorted(Comparator.comparing(Trace::at)).toList();
    return Stream.of(new Finding(Kind.LOST, "lost", server.history().serverId(),
        server.history().wave().map(id -> "in wave " + id).orElse("without a wave"),
        lastDeed(server).map(each -> each.operation()).orElse("none"), what, last));
  }

  private static Optional<Deed> lastDeed(ServerCase server) {
    return server.deeds().isEmpty() ? Optional.empty() : Optional.of(server.deeds().getLast());
  }
}
