package dev.convoy.lab.verify;

import dev.convoy.lab.verify.Finding.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Duplicated: two accepted calls, or two starts on a host, of one kind for one server with no event between them that
 * ended the first, nor a registration anew; or two starts on a host under one operation id.
 */
final class Repeats implements Rule {
  @Override
  public Stream<Finding> check(ServerCase server) {
    Map<String, Deed> latest = new HashMap<>();
    Map<String, Deed> byId = new HashMap<>();
    return server.deeds().stream().flatMap(deed -> {
      Optional<Deed> same = deed instanceof HostWork work && !Ends.of(work.kind()).isEmpty()
          ? Optional.ofNullable(byId.putIfAbsent(work.operationId(), work)) : Optional.empty();
      Optional<Deed> before = Ends.of(deed.operation()).isEmpty() ? Optional.empty()
          : Optional.ofNullable(latest.put(deed.operation(), deed));
      return same.map(first -> repeated(server, first, deed, "started twice on its host under one operation id"))
          .or(() -> before.filter(first -> !server.history().between(first.wall(), deed.wall(),
              Ends.of(deed.operation())))
              .filter(first -> !server.history().between(first.wall(), deed.wall(), Set.of("ServerRegistered")))
              .map(first -> repeated(server, first, deed, "done twice with no event between that ended the first")))
          .stream();
    });
  }

  private static Finding repeated(ServerCase server, Deed first, Deed second, String what) {
    return server.finding(Kind.DUPLICATED, "once", second, what, Stream.of(first, second).map(Trace::of));
  }
}
