package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the names of a server lead: to its target not before that was verified, there when the cutover is done, and as they were
 * before when it was rolled back, which they become only after the source was seen resumed.
 */
final class LedNames implements Rule {
  private static final String RULE = "4 names";

  /** A record of a name after an accepted call. */
  private record State(AwsCall call, List<String> values, String ttl) {}

  @Override
  public Stream<Finding> check(ServerCase server) {
    return names(server).flatMap(name -> {
      List<AwsCall> calls = server.trial().evidence().awsCalls().stream().filter(AwsCall::accepted)
          .filter(call -> call.records().stream().anyMatch(each -> each.name().equals(name))).toList();
      return Stream.of(early(server, name, calls), done(server, name, calls), back(server, name, calls)).flatMap(each -> each);
    });
  }

  private static Stream<String> names(ServerCase server) {
    return server.history().all("BuildAuthorized").stream().map(event -> event.at("target.dns.names"))
        .filter(List.class::isInstance).flatMap(names -> ((List<?>) names).stream())
        .map(name -> String.valueOf(name instanceof Map<?, ?> record ? record.get("name") : name)).distinct();
  }

  /** The record that a call left, if it touched the name. */
  private static State state(AwsCall call, String name) {
    return call.records().stream().filter(each -> each.name().equals(name) && !each.action().equals("DELETE")).findFirst()
        .map(each -> new State(call, each.values(), each.ttl())).orElse(new State(call, List.of(), ""));
  }

  private static Stream<Finding> early(ServerCase server, String name, List<AwsCall> calls) {
    return calls.stream().map(call -> state(call, name)).flatMap(state -> {
      Optional<EventLine> launched = launched(server, state);
      return launched.filter(each -> server.history().before(state.call().wall(), "CutoverVerified", each.round()).isEmpty())
          .map(each -> server.forbidden(RULE, state.call(), name + " was led to a target that was not verified", launched)).stream();
    });
  }

  /** The launch of the target that a record leads to. */
  private static Optional<EventLine> launched(ServerCase server, State state) {
    return server.history().all("CutoverLaunched").stream()
        .filter(each -> each.text("privateIp").filter(state.values()::contains).isPresent()).findFirst();
  }

  private static Stream<Finding> done(ServerCase server, String name, List<AwsCall> calls) {
    return server.history().all("CutoverDone").stream()
        .filter(event -> !last(calls, name, event.occurredAt()).map(State::values).orElse(List.of())
            .equals(event.text("privateIp").map(List::of).orElse(List.of())))
        .map(event -> server.forbidden(RULE, event, name + " does not lead to the target", Stream.empty()));
  }

  private static Stream<Finding> back(ServerCase server, String name, List<AwsCall> calls) {
    Stream<Finding> left = server.history().all("RolledBack").stream().filter(event -> !told(server, event))
        .filter(event -> last(calls, name, event.occurredAt()).flatMap(state -> launched(server, state)).isPresent())
        .map(event -> server.forbidden(RULE, event, name + " still leads to the target", Stream.empty()));
    Stream<Finding> soon = server.history().all("RollbackStarted").stream().flatMap(start ->
        calls.stream().filter(call -> call.wall().isAfter(start.occurredAt())).findFirst()
            .filter(call -> led(server, name, calls, start) && server.history().before(call.wall(), "SourceResumed", start.round()).isEmpty())
            .map(call -> server.forbidden(RULE, call, name + " was led back before the source was seen resumed", Optional.of(start)))
            .stream());
    return Stream.concat(left, soon);
  }

  private static boolean led(ServerCase server, String name, List<AwsCall> calls, EventLine start) {
    return last(calls, name, start.occurredAt()).flatMap(state -> launched(server, state)).isPresent();
  }

  /** A person was told that the names cannot be led back: the way back goes on without them. */
  private static boolean told(ServerCase server, EventLine back) {
    return server.history().before(back.occurredAt(), Set.of("LaunchStepFailed"))
        .filter(event -> event.round() == back.round() && "ChangeNames".equals(event.fields().get("step"))).isPresent();
  }

  private static Optional<State> last(List<AwsCall> calls, String name, Instant by) {
    return calls.reversed().stream().filter(call -> !call.wall().isAfter(by)).findFirst().map(call -> state(call, name));
  }
}
