package dev.convoy.launch.server;

import dev.convoy.events.inventory.CutoverAuthorized;
import dev.convoy.kit.aws.AccountKey;
import java.util.Objects;

/** Facts that the guards of a phase have made sure of: they are never missing where they are asked for. */
final class Parameters {

  private Parameters() {}

  static GateFacts.Build build(LaunchState s) {
    return Objects.requireNonNull(s.gates().build(), "build gate");
  }

  static SourceFacts.Binding binding(LaunchState s) {
    return Objects.requireNonNull(s.source().binding(), "binding");
  }

  static String sourceServerId(LaunchState s) {
    return binding(s).sourceServerId();
  }

  /** Account and region where the agent registered, with the role of the settings. */
  static AccountKey account(LaunchState s) {
    var binding = binding(s);
    return new AccountKey(binding.account(), binding.region(), build(s).target().getRoleArn());
  }

  static CutoverAuthorized gate(LaunchState s) {
    return Objects.requireNonNull(s.gates().cutover(), "cutover gate");
  }

  static Membership membership(LaunchState s) {
    return Objects.requireNonNull(s.membership(), "move group");
  }

  static LaunchTemplate template(LaunchState s) {
    return Objects.requireNonNull(s.launches().template(), "launch template");
  }

  static String testInstance(LaunchState s) {
    return Objects.requireNonNull(s.launches().test(), "test instance").instanceId();
  }

  static Launches.Kept kept(LaunchState s) {
    return Objects.requireNonNull(s.launches().kept(), "what is kept of the target");
  }

  static Launches.Instance cutoverInstance(LaunchState s) {
    return Objects.requireNonNull(s.launches().cutover(), "cutover instance");
  }
}
