package dev.convoy.lab.verify;

import dev.convoy.lab.verify.Finding.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Forbidden: a safety rule was broken by an accepted call or by work on a host. */
final class ForbiddenCheck {
  private static final Set<String> READS = Set.of("check", "status");

  private final Histories histories;

  ForbiddenCheck(Histories histories) {
    this.histories = histories;
  }

  List<Finding> find(List<AwsCall> calls, List<HostWork> work) {
    Stream<Finding> byCalls = calls.stream().filter(AwsCall::accepted).filter(call -> call.service().equals("mgn"))
        .flatMap(call -> call.sourceServers().stream().flatMap(source -> call(call, source)));
    Stream<Finding> byWork = work.stream().filter(each -> !READS.contains(each.kind()))
        .filter(each -> each.started() || each.kind().equals("upload")).flatMap(this::work);
    return Stream.concat(byCalls, byWork).toList();
  }

  private Stream<Finding> call(AwsCall call, String source) {
    Optional<ServerHistory> bound = histories.boundTo(source);
    if (bound.isEmpty()) {
      return call.ours() ? Stream.of(new Finding(Kind.FORBIDDEN, source, call.operation(),
          "changed a source server that no AgentInstalled names", List.of(call.toString()))) : Stream.empty();
    }
    ServerHistory server = bound.get();
    return Stream.concat(notOurs(server, call.operation(), call.toString()),
        new Rule(server, call.operation(), call.wall(), call.toString()).awsCall());
  }

  private Stream<Finding> work(HostWork work) {
    Optional<ServerHistory> known = histories.server(work.serverId());
    if (known.isEmpty()) {
      return Stream.of(new Finding(Kind.FORBIDDEN, work.serverId(), work.kind(), "changed a host that is not registered",
          List.of(work.toString())));
    }
    ServerHistory server = known.get();
    Stream<Finding> beforeItsWave = server.wave().filter(id -> histories.startedBy(id, work.wall())).isPresent()
        ? Stream.empty()
        : Stream.of(new Finding(Kind.FORBIDDEN, server.serverId(), work.kind(), "its wave had not started",
            List.of(work.toString())));
    return Stream.of(notOurs(server, work.kind(), work.toString()), beforeItsWave,
        new Rule(server, work.kind(), work.wall(), work.toString()).hostWork(work.round())).flatMap(each -> each);
  }

  private static Stream<Finding> notOurs(ServerHistory server, String operation, String deed) {
    return server.rehost() ? Stream.empty()
        : Stream.of(new Finding(Kind.FORBIDDEN, server.serverId(), operation, "changed a server that is not to be moved",
            List.of(deed)));
  }
}
