package dev.convoy.launch.settings;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.LaunchAction;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Brings a server's post-launch actions to what is wanted. Those of others are neither read for it nor touched. */
final class ActionSettings {

  private final ActionGateway gateway;

  ActionSettings(ActionGateway gateway) {
    this.gateway = gateway;
  }

  /** Ours as they are. A server that never had any is not asked about: that costs a call and a permission. */
  List<FoundAction> read(ConfigureLaunch operation) {
    return operation.placement().actions() == null ? List.of()
        : gateway.list(operation.account(), operation.sourceServerId()).stream().filter(FoundAction::isOurs).toList();
  }

  /** Whether exactly the wanted ones are there. */
  static boolean fit(List<FoundAction> found, ConfigureLaunch operation) {
    return missing(found, operation).isEmpty() && surplus(found, operation).isEmpty();
  }

  /**
   * What became of writing.
   *
   * @param answer the first that is not good, else a good one
   * @param known the actions as they are by all good answers
   */
  record Written(Answer<?> answer, List<FoundAction> known) {}

  /** Removes and puts what differs; the first answer that is not good ends it. */
  Written write(List<FoundAction> found, ConfigureLaunch operation) {
    var known = new ArrayList<>(found);
    for (var each : surplus(found, operation)) {
      var answer = removed(operation, each.id());
      if (!(answer instanceof Answer.Ok<String>)) {
        return new Written(answer, List.copyOf(known));
      }
      known.remove(each);
    }
    for (var each : missing(found, operation)) {
      var answer = gateway.put(operation.account(), operation.sourceServerId(), each);
      if (!(answer instanceof Answer.Ok<FoundAction>(var stored))) {
        return new Written(answer, List.copyOf(known));
      }
      known.removeIf(other -> other.id().equals(each.id()));
      known.add(stored);
    }
    return new Written(new Answer.Ok<>(operation.sourceServerId()), List.copyOf(known));
  }

  /** One that is gone already needs no removal. */
  private Answer<String> removed(ConfigureLaunch operation, String id) {
    return switch (gateway.remove(operation.account(), operation.sourceServerId(), id)) {
      case Answer.Refused<String> refused when refused.code().equals("ResourceNotFoundException") -> new Answer.Ok<>(id);
      case Answer<String> other -> other;
    };
  }

  private static List<LaunchAction> missing(List<FoundAction> found, ConfigureLaunch operation) {
    return wanted(operation).stream().filter(each -> found.stream().noneMatch(other -> other.is(each))).toList();
  }

  private static List<FoundAction> surplus(List<FoundAction> found, ConfigureLaunch operation) {
    var ids = wanted(operation).stream().map(LaunchAction::id).toList();
    return found.stream().filter(each -> !ids.contains(each.id())).toList();
  }

  private static List<LaunchAction> wanted(ConfigureLaunch operation) {
    return Objects.requireNonNullElse(operation.placement().actions(), List.of());
  }
}
