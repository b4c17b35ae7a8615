package dev.convoy.lab.aws.cloud;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is out of the ordinary in the accounts, as tests and drills plant it. Forgotten with the simulator's end. */
public final class Oddities {

  /**
   * A Dedicated Host.
   *
   * @param free instances of its type that still fit
   */
  public record DedicatedHost(String id, String zone, String instanceType, int free) {}

  /**
   * What is odd about one account; null members stand for nothing.
   *
   * @param denied actions such as {@code mgn:StartTest} that a role, by its name, may not do; its own assumption is
   *     {@code sts:AssumeRole}
   * @param quotas values by quota code in place of what a well-prepared account has
   * @param keyStates states of KMS keys by key id, such as {@code PendingDeletion}
   * @param hosts Dedicated Hosts, none unless planted
   * @param documents platforms of documents of Systems Manager that the account has of its own, by name
   */
  public record Oddity(
      Map<String, List<String>> denied, Map<String, Double> quotas, Map<String, String> keyStates,
      List<DedicatedHost> hosts, Map<String, List<String>> documents) {

    static final Oddity NONE = new Oddity(null, null, null, null, null);

    public Oddity(@Nullable Map<String, List<String>> denied, @Nullable Map<String, Double> quotas,
        @Nullable Map<String, String> keyStates, @Nullable List<DedicatedHost> hosts,
        @Nullable Map<String, List<String>> documents) {
      this.denied = Map.copyOf(Objects.requireNonNullElse(denied, Map.of()));
      this.quotas = Map.copyOf(Objects.requireNonNullElse(quotas, Map.of()));
      this.keyStates = Map.copyOf(Objects.requireNonNullElse(keyStates, Map.of()));
      this.hosts = List.copyOf(Objects.requireNonNullElse(hosts, List.of()));
      this.documents = Map.copyOf(Objects.requireNonNullElse(documents, Map.of()));
    }

    /** Whether a role may not do this. */
    public boolean denies(String role, String action) {
      return denied.getOrDefault(role, List.of()).contains(action);
    }
  }

  private final Map<String, Oddity> byAccount = new ConcurrentHashMap<>();

  /** Replaces what was odd about an account. */
  public void plant(String account, Oddity oddity) {
    byAccount.put(account, oddity);
  }

  /** What is odd about an account, nothing unless planted. */
  public Oddity of(String account) {
    return byAccount.getOrDefault(account, Oddity.NONE);
  }
}
