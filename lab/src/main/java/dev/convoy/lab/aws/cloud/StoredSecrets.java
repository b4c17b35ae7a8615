package dev.convoy.lab.aws.cloud;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Secrets of Secrets Manager, as tests and labs put them there. Kept in memory only. */
public final class StoredSecrets {

  /**
   * One version of a secret.
   *
   * @param text null = bytes, no text
   */
  public record Version(String versionId, @Nullable String text, Instant created) {
    @Override
    public String toString() {
      return "Version[" + versionId + ", ***]";
    }
  }

  /**
   * A secret.
   *
   * @param arn with the six characters that AWS appends to the name
   * @param byStage versions by their stage
   * @param deleted marked for deletion
   */
  public record Secret(String name, String arn, Map<String, Version> byStage, boolean deleted) {}

  private record Key(String account, String region, String name) {}

  private final Map<Key, Secret> secrets = new ConcurrentHashMap<>();

  /**
   * Puts a text under a stage.
   *
   * @param text empty = bytes, no text
   * @param now wall time
   */
  public Secret put(String account, String region, String name, String stage, String text, Instant now) {
    return Objects.requireNonNull(secrets.compute(new Key(account, region, name), (key, old) -> {
      var versions = new ConcurrentHashMap<>(old == null ? Map.<String, Version>of() : old.byStage());
      versions.put(stage, new Version(UUID.randomUUID().toString(), text.isEmpty() ? null : text, now));
      return new Secret(name, "arn:aws:secretsmanager:" + region + ":" + account + ":secret:" + name + "-LaB4x7",
          Map.copyOf(versions), false);
    }));
  }

  /** Marks one for deletion. */
  public void delete(String account, String region, String name) {
    secrets.computeIfPresent(new Key(account, region, name),
        (key, old) -> new Secret(old.name(), old.arn(), old.byStage(), true));
  }

  /** By its name, or by its ARN with or without the six characters. */
  public Optional<Secret> find(String account, String region, String id) {
    return secrets.entrySet().stream()
        .filter(each -> each.getKey().account().equals(account) && each.getKey().region().equals(region))
        .map(Map.Entry::getValue)
        .filter(secret -> id.equals(secret.name()) || id.equals(secret.arn())
            || id.equals(secret.arn().substring(0, secret.arn().length() - 7)))
        .findFirst();
  }
}
