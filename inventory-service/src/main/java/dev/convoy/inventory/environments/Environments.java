package dev.convoy.inventory.environments;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every environment that is declared. */
public record Environments(List<Environment> all) {

  public Environments {
    all = List.copyOf(all);
  }

  /** What a server's account, region and environment name lead to. */
  public sealed interface Resolution {

    /** Exactly one environment fits. */
    record Found(Environment environment) implements Resolution {}

    /** None or several fit. */
    record Unresolved(String field, String reason, String remedy) implements Resolution {}
  }

  /** True when an environment has the name, in any case. */
  public boolean isNamed(String name) {
    return all.stream().anyMatch(e -> e.name().equalsIgnoreCase(name));
  }

  /**
   * Finds the environment of a server.
   *
   * @param name null = the only one of account and region
   */
  public Resolution resolve(String account, String region, @Nullable String name) {
    var inAccount = all.stream().filter(e -> e.account().equals(account)).toList();
    if (inAccount.isEmpty()) {
      return unresolved("account", "no environment is declared for the account",
          "declare it in environments.yml, or use one of " + known(all, Environment::account));
    }
    var inRegion = inAccount.stream().filter(e -> e.region().equals(region)).toList();
    if (inRegion.isEmpty()) {
      return unresolved("region", "no environment is declared for the account in this region",
          "declare it in environments.yml, or use one of " + known(inAccount, Environment::region));
    }
    var named = name == null ? inRegion
        : inRegion.stream().filter(e -> e.name().equalsIgnoreCase(name)).toList();
    return switch (named.size()) {
      case 1 -> new Resolution.Found(named.getFirst());
      case 0 -> unresolved("environment", "the account and region have no environment of this name",
          "use one of " + known(inRegion, Environment::name));
      default -> unresolved("environment", "the account and region have several environments",
          "name one of " + known(inRegion, Environment::name));
    };
  }

  private static Resolution unresolved(String field, String reason, String remedy) {
    return new Resolution.Unresolved(field, reason, remedy);
  }

  private static String known(List<Environment> among, Function<Environment, String> by) {
    return among.stream().map(by).distinct().sorted().limit(10).collect(Collectors.joining(", "));
  }
}
