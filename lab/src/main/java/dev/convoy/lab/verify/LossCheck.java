package dev.convoy.lab.verify;

import dev.convoy.lab.verify.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** Lost: of a started wave that is over, and neither ended nor parked; or declared and never answered. */
final class LossCheck {
  private LossCheck() {}

  static Verdict count(Histories histories, boolean finished) {
    List<Finding> lost = new ArrayList<>();
    int servers = 0;
    int done = 0;
    List<ParkedServer> parked = new ArrayList<>();
    int restored = 0;
    int inFlight = 0;
    for (ServerHistory server : histories.servers()) {
      if (unanswered(server)) {
        if (finished) {
          lost.add(finding(server, "declared, but neither registered nor rejected"));
        }
      } else if (moves(server, histories)) {
        servers++;
        if (server.finalized()) {
          done++;
        } else if (server.parked().isPresent()) {
          server.parked().ifPresent(parked::add);
        } else if (server.restored()) {
          restored++;
        } else if (finished || server.wave().filter(histories::ended).isPresent()) {
          lost.add(finding(server, "neither ended nor parked when its wave was over"));
        } else {
          inFlight++;
        }
      }
    }
    return new Verdict(servers, done, restored, inFlight, List.copyOf(parked), lost);
  }

  private static boolean unanswered(ServerHistory server) {
    return server.has("ServerDeclared") && !server.registered() && !server.rejected();
  }

  private static boolean moves(ServerHistory server, Histories histories) {
    return server.registered() && server.rehost() && server.wave().filter(histories::started).isPresent();
  }

  private static Finding finding(ServerHistory server, String rule) {
    List<String> last = server.last().map(event -> "last event: " + event).stream().toList();
    return new Finding(Kind.LOST, server.serverId(), server.wave().map(id -> "in wave " + id).orElse("without a wave"),
        rule, last);
  }
}
