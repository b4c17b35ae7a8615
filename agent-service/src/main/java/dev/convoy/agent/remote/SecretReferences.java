package dev.convoy.agent.remote;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads references as they are written: {@code file:/path}, {@code env:NAME}, or
 * {@code aws-secrets-manager:<name or ARN>[?json-key=…&version-stage=…&region=…&role-arn=…]}.
 */
public final class SecretReferences {

  static final String IN_SECRETS_MANAGER = "aws-secrets-manager:";
  private static final String FORMS = "must be file:/path, env:NAME or " + IN_SECRETS_MANAGER
      + "NAME-OR-ARN, never the secret itself";
  private static final Set<String> PARAMETERS = Set.of("json-key", "version-stage", "region", "role-arn");

  private final Map<String, String> environment;
  private final KeptSecrets store;
  private final @Nullable String region;
  private final @Nullable String roleArn;

  /**
   * Reads with these behind them.
   *
   * @param environment the variables that {@code env:} refers to
   * @param region of secrets whose reference names none
   * @param roleArn that is assumed for those whose reference names none; null = the credentials of the process
   */
  public SecretReferences(
      Map<String, String> environment, KeptSecrets store, @Nullable String region, @Nullable String roleArn) {
    this.environment = Map.copyOf(environment);
    this.store = store;
    this.region = region;
    this.roleArn = roleArn;
  }

  /**
   * Reads the written form.
   *
   * @throws IllegalArgumentException when it is none of the forms; the text is not repeated, as it may be a secret
   */
  public SecretReference parse(String text) {
    if (text.startsWith("file:") && text.length() > 5) {
      return new SecretReference.InFile(Path.of(text.substring(5)));
    }
    if (text.startsWith("env:") && text.length() > 4) {
      return new SecretReference.InEnvironment(text.substring(4), environment);
    }
    if (text.startsWith(IN_SECRETS_MANAGER)) {
      return inSecretsManager(text.substring(IN_SECRETS_MANAGER.length()));
    }
    throw new IllegalArgumentException(FORMS);
  }

  private SecretReference inSecretsManager(String text) {
    String[] parts = text.split("\\?", 2);
    if (!parts[0].matches("[A-Za-z0-9/_+=.@!:-]{1,2048}")) {
      throw new IllegalArgumentException(FORMS);
    }
    var given = parameters(parts.length == 1 ? "" : parts[1]);
    var where = given.getOrDefault("region", regionOf(parts[0]));
    if (where == null || where.isBlank()) {
      throw new IllegalArgumentException("names a secret without its region; name its ARN, add ?region=… to it, or set"
          + " convoy.secrets-manager.region");
    }
    return new SecretReference.InSecretsManager(new StoredSecret(parts[0],
        given.getOrDefault("version-stage", StoredSecret.CURRENT), where, given.getOrDefault("role-arn", roleArn)),
        given.get("json-key"), store);
  }

  private @Nullable String regionOf(String id) {
    String[] parts = id.split(":", -1);
    return parts.length > 6 && parts[0].equals("arn") ? parts[3] : region;
  }

  private static Map<String, @Nullable String> parameters(String text) {
    Map<String, @Nullable String> given = new TreeMap<>();
    for (String each : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      String[] pair = each.split("=", 2);
      if (pair.length != 2 || !PARAMETERS.contains(pair[0]) || pair[1].isEmpty()) {
        throw new IllegalArgumentException("names a secret with other parameters than json-key, version-stage, region"
            + " and role-arn");
      }
      given.put(pair[0], pair[1]);
    }
    return given;
  }
}
