package dev.convoy.launch.settings;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.LaunchAction;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

  /** Removes and puts what differs; the first answer that is not good ends it. */
  Answer<String> write(List<FoundAction> found, ConfigureLaunch operation) {
    var account = operation.account();
    var server = operation.sourceServerId();
    Stream<Supplier<Answer<String>>> removals =
        surplus(found, operation).stream().map(each -> () -> removed(operation, each.id()));
    Stream<Supplier<Answer<String>>> puts =
        missing(found, operation).stream().map(each -> () -> gateway.put(account, server, each));
    return Stream.concat(removals, puts).map(Supplier::get).filter(answer -> !(answer instanceof Answer.Ok<String>))
        .findFirst().orElseGet(() -> new Answer.Ok<>(server));
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
