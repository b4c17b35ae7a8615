package dev.convoy.lab.verify;

import dev.convoy.lab.verify.Finding.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Rule 6: what no event names is not ours to change: a source server that nobody installed, an unregistered host. */
final class Strangers {
  private Strangers() {}

  static Stream<Finding> check(Map<String, List<Deed>> strangers) {
    return new TreeMap<>(strangers).entrySet().stream().flatMap(each -> each.getValue().stream()
        .map(deed -> stranger(each.getKey(), deed)));
  }

  private static Finding stranger(String id, Deed deed) {
    String what = switch (deed) {
      case AwsCall call -> "changed a source server that no AgentInstalled names";
      case HostWork work -> "changed a host that is not registered";
    };
    String operationId = deed instanceof HostWork work ? work.operationId() : id + ":" + deed.operation() + ":?:?";
    return new Finding(Kind.FORBIDDEN, "6 ours", id, deed.operation(), operationId, what, List.of(Trace.of(deed)));
  }
}
