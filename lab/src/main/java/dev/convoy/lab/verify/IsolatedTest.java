package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rule 1: no test into a network that is not declared isolated. Looks at the launch template's default version as the
 * simulator had it when the launch was accepted, and at where the instance was found: one that is elsewhere must have
 * been stopped, and the server parked.
 */
final class IsolatedTest implements Rule {
  private static final String RULE = "1 isolated";

  @Override
  public Stream<Finding> check(ServerCase server) {
    return Stream.concat(server.calls("StartTest").flatMap(call -> launchedInto(server, call)),
        server.history().all("TestLaunched").stream().flatMap(found -> foundIn(server, found)));
  }

  private static Stream<Finding> launchedInto(ServerCase server, AwsCall call) {
    Set<String> isolated = isolated(server, call.wall());
    return call.launches().entrySet().stream().filter(each -> server.boundTo(each.getKey()))
        .map(each -> each.getValue()).filter(launch -> !isolated.containsAll(places(launch)))
        .map(launch -> server.forbidden(RULE, call, "a test launch into " + launch.subnetId() + " with "
            + launch.securityGroupIds() + ", of which " + outside(places(launch), isolated)
                + " is not declared isolated",
            server.history().before(call.wall(), Set.of("BuildAuthorized"))));
  }

  private static Stream<Finding> foundIn(ServerCase server, EventLine found) {
    List<String> places = new ArrayList<>(strings(found.at("securityGroupIds")));
    found.text("subnetId").ifPresent(places::add);
    List<String> outside = outside(places, isolated(server, found.occurredAt()));
    boolean stopped = server.calls("StopInstances").anyMatch(stop -> !stop.wall().isBefore(found.occurredAt()));
    boolean parked = server.history().after(found.occurredAt(), Set.of("ServerParked")).isPresent();
    return outside.isEmpty() || stopped && parked ? Stream.empty()
        : Stream.of(server.forbidden(RULE, found, "a test instance was found in " + outside
            + ", which is not declared isolated, and not stopped and parked", Stream.empty()));
  }

  private static Set<String> isolated(ServerCase server, Instant moment) {
    return server.trial().expectations().isolated().orElseGet(() -> frozen(
        server.history().before(moment, Set.of("BuildAuthorized"))));
  }

  private static Set<String> frozen(Optional<EventLine> build) {
    Set<String> isolated = new HashSet<>();
    build.ifPresent(each -> {
      isolated.add(String.valueOf(each.at("target.testSubnetId")));
      isolated.addAll(strings(each.at("target.testSecurityGroupIds")));
    });
    return isolated;
  }

  private static List<String> places(AwsCall.Launch launch) {
    List<String> places = new ArrayList<>(launch.securityGroupIds());
    places.add(launch.subnetId());
    return places;
  }

  private static List<String> outside(List<String> places, Set<String> isolated) {
    return places.stream().filter(each -> !isolated.contains(each)).toList();
  }

  private static List<String> strings(@Nullable Object list) {
    return list instanceof List<?> values ? values.stream().map(String::valueOf).toList() : List.of();
  }
}
