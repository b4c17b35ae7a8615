package dev.convoy.agent.remote;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The named credentials. Secrets are read where they are referred to at each use, so they can be rotated, and are kept
 * nowhere. Every reference is tried once at start.
 */
public final class Credentials {

  private static final String PREFIX = "convoy.credentials.";

  private final Map<String, Map<String, SecretReference>> references = new TreeMap<>();
  private final Map<String, CredentialSettings> settings;
  private final Map<String, String> environment;

  /**
   * Validates everything.
   *
   * @param environment the environment variables that {@code env:} refers to
   * @throws IllegalArgumentException naming the property that is wrong, never its value
   */
  public Credentials(Map<String, CredentialSettings> settings, Map<String, String> environment) {
    this.settings = Map.copyOf(settings);
    this.environment = Map.copyOf(environment);
    settings.forEach(this::add);
  }

  /**
   * The credential of this name, with its secrets as they are now.
   *
   * @param serverId the server that it is for, for the message
   * @throws PushFailure {@code AUTH_FAILED} when it is not configured or a secret cannot be read any more
   */
  public Credential resolve(String serverId, String name) throws PushFailure {
    CredentialSettings configured = settings.get(name);
    if (configured == null) {
      throw new PushFailure(PushFailure.Kind.AUTH_FAILED, serverId, "credential '" + name + "' is not configured",
          "configure " + PREFIX + name + " or name another credential in the inventory");
    }
    String user = String.valueOf(configured.user());
    return switch (type(name, configured)) {
      case "ssh-key" -> new Credential.SshKey(user, required(serverId, name, "key"),
          optional(serverId, name, "passphrase"), optional(serverId, name, "sudo-password"), certificate(name));
      case "ssh-password" -> new Credential.SshPassword(user, required(serverId, name, "password"),
          optional(serverId, name, "sudo-password"));
      default -> new Credential.WinRmPassword(user, required(serverId, name, "password"), scheme(name, configured),
          !Boolean.FALSE.equals(configured.https()));
    };
  }

  private void add(String name, CredentialSettings configured) {
    if (configured.user() == null || configured.user().isBlank()) {
      throw wrong(name, "user", "is missing");
    }
    Map<String, SecretReference> mine = new TreeMap<>();
    refer(mine, name, "key", configured.key());
    refer(mine, name, "passphrase", configured.passphrase());
    refer(mine, name, "password", configured.password());
    refer(mine, name, "sudo-password", configured.sudoPassword());
    String needed = type(name, configured).equals("ssh-key") ? "key" : "password";
    if (!mine.containsKey(needed)) {
      throw wrong(name, needed, "is missing");
    }
    scheme(name, configured);
    references.put(name, mine);
  }

  private void refer(Map<String, SecretReference> into, String name, String property, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    try {
      SecretReference reference = SecretReference.parse(text, environment);
      if (reference.read().isEmpty()) {
        throw wrong(name, property, "refers to " + reference + ", which is not there, not readable or empty");
      }
      into.put(property, reference);
    } catch (IllegalArgumentException e) {
      throw String.valueOf(e.getMessage()).startsWith("[") ? e : wrong(name, property, String.valueOf(e.getMessage()));
    }
  }

  private String required(String serverId, String name, String property) throws PushFailure {
    return secret(name, property).orElseThrow(() -> new PushFailure(PushFailure.Kind.AUTH_FAILED, serverId,
        PREFIX + name + "." + property + " cannot be read any more", "restore the file or variable it refers to"));
  }

  private @Nullable String optional(String serverId, String name, String property) throws PushFailure {
    boolean configured = references.getOrDefault(name, Map.of()).containsKey(property);
    return configured ? required(serverId, name, property) : null;
  }

  /** Of an ssh-key: beside its file, as ssh-keygen puts it and ssh finds it. */
  private @Nullable String certificate(String name) {
    return Optional.ofNullable(references.getOrDefault(name, Map.of()).get("key"))
        .flatMap(key -> key.beside("-cert.pub")).orElse(null);
  }

  private Optional<String> secret(String name, String property) {
    return Optional.ofNullable(references.getOrDefault(name, Map.of()).get(property)).flatMap(SecretReference::read);
  }

  private static String type(String name, CredentialSettings configured) {
    String type = String.valueOf(configured.type()).toLowerCase(Locale.ROOT);
    if (!type.matches("ssh-key|ssh-password|winrm")) {
      throw wrong(name, "type", "must be ssh-key, ssh-password or winrm");
    }
    return type;
  }

  private static Credential.Scheme scheme(String name, CredentialSettings configured) {
    return switch (configured.scheme() == null ? "ntlm" : configured.scheme().toLowerCase(Locale.ROOT)) {
      case "ntlm" -> Credential.Scheme.NTLM;
      case "basic" -> Credential.Scheme.BASIC;
      default -> throw wrong(name, "scheme", "must be basic or ntlm");
    };
  }

  private static IllegalArgumentException wrong(String name, String property, String what) {
    return new IllegalArgumentException("[CVY-2001] " + PREFIX + name + "." + property + " " + what
        + "; correct the configuration of agent-service");
  }
}
