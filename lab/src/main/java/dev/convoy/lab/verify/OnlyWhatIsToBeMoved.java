package dev.convoy.lab.verify;

import java.util.Optional;
import java.util.stream.Stream;

/** Rule 6: nothing is done to a server that is not to be moved or whose wave has not started, except to restore. */
final class OnlyWhatIsToBeMoved implements Rule {
  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.deeds().stream().filter(deed -> !Deed.RESTORING.contains(deed.operation()))
        .flatMap(deed -> Stream.of(notMoved(server, deed), notStarted(server, deed)).flatMap(Optional::stream));
  }

  private static Optional<Finding> notMoved(ServerCase server, Deed deed) {
    return server.history().rehostAt(deed.wall()) ? Optional.empty() : Optional.of(server.forbidden("6 rehost", deed,
        "changed a server that is not to be moved", server.history().declaredAt(deed.wall())));
  }

  private static Optional<Finding> notStarted(ServerCase server, Deed deed) {
    boolean started = server.history().declaredAt(deed.wall()).flatMap(each -> each.text("waveId"))
        .filter(wave -> server.trial().startedBy(wave, deed.wall())).isPresent();
    return started ? Optional.empty() : Optional.of(server.forbidden("6 wave", deed, "its wave had not started",
        server.history().declaredAt(deed.wall())));
  }
}
