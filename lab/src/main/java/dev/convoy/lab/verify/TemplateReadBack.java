package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rule 1: the launch template's default version is read back before each launch: since it became the default, and since
 * the launch before.
 */
final class TemplateReadBack implements Rule {
  @Override
  public Stream<Finding> check(ServerCase server) {
    return server.deeds().stream().filter(AwsCall.class::isInstance).map(AwsCall.class::cast)
        .flatMap(call -> call.launches().entrySet().stream().filter(each -> server.boundTo(each.getKey()))
            .filter(each -> unread(server, call, each.getValue()))
            .map(each -> server.forbidden("1 read back", call, "version " + each.getValue().version() + " of "
                + each.getValue().template() + " was not read back before this launch"
                + each.getValue().readAt().map(at -> ", only at " + at).orElse(""), Optional.empty())));
  }

  private static boolean unread(ServerCase server, AwsCall call, AwsCall.Launch launch) {
    Instant before = server.deeds().stream()
        .filter(each -> each instanceof AwsCall other && !other.launches().isEmpty())
        .map(Deed::wall).filter(wall -> wall.isBefore(call.wall())).max(Instant::compareTo).orElse(Instant.MIN);
    return launch.readAt().filter(at -> at.isAfter(before) && !at.isAfter(call.wall())).isEmpty();
  }
}
