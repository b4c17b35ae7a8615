package dev.convoy.agent.remote;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The named credentials. Secrets are read where they are referred to at each use, so they can be rotated; only those of a
 * remote store are kept, for a while. Every reference is tried once at start.
 */
public final class Credentials {

  /** None is configured. */
  public static final Credentials NONE = new Credentials(Map.of(), Map.of());

  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final String PREFIX = "convoy.credentials.";

  private final Map<String, Map<String, SecretReference>> references = new TreeMap<>();
  private final Map<String, CredentialSettings> settings;
  private final SecretReferences reader;

  /** Those whose secrets are in files and in these variables, and nowhere else. */
  public Credentials(Map<String, CredentialSettings> settings, Map<String, String> environment) {
    this(settings, new SecretReferences(environment, KeptSecrets.NONE, null, null));
  }

  /**
   * Validates everything. A store that cannot be asked just now does not stop the start.
   *
   * @throws IllegalArgumentException naming the property that is wrong, never its value
   */
  public Credentials(Map<String, CredentialSettings> settings, SecretReferences reader) {
    this.settings = Map.copyOf(settings);
    this.reader = reader;
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

  /**
   * The credential as it is now, after a host has refused it as it was.
   *
   * @return null if it is still the same: trying it again could only lock the account
   * @throws PushFailure as {@link #resolve}
   */
  public @Nullable Credential renewed(String serverId, String name, Credential refused) throws PushFailure {
    references.getOrDefault(name, Map.of()).values().forEach(SecretReference::renew);
    Credential now = resolve(serverId, name);
    return now.equals(refused) ? null : now;
  }

  /** Whether this name is a credential for SSH, without reading its secrets. */
  boolean isSsh(String name) {
    CredentialSettings configured = settings.get(name);
    return configured != null && type(name, configured).startsWith("ssh-");
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
    winRm(name, configured);
    references.put(name, mine);
  }

  private void refer(Map<String, SecretReference> into, String name, String property, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    try {
      SecretReference reference = reader.parse(text);
      into.put(property, reference);
      reference.read();
    } catch (IllegalArgumentException e) {
      throw wrong(name, property, String.valueOf(e.getMessage()));
    } catch (SecretFailure e) {
      if (!e.kind().retriable()) {
        throw wrong(name, property, e.what());
      }
      LOG.warn("[{}] {}{}.{} {}; {}", e.kind().code(), PREFIX, name, property, e.what(), e.remedy());
    }
  }

  private String required(String serverId, String name, String property) throws PushFailure {
    try {
      return Objects.requireNonNull(references.getOrDefault(name, Map.of()).get(property), property).read();
    } catch (SecretFailure e) {
      throw new PushFailure(e.kind(), serverId, PREFIX + name + "." + property + " " + e.what(), e.remedy());
    }
  }

  private @Nullable String optional(String serverId, String name, String property) throws PushFailure {
    boolean configured = references.getOrDefault(name, Map.of()).containsKey(property);
    return configured ? required(serverId, name, property) : null;
  }

  /** Of an ssh-key: beside its file, as ssh-keygen puts it and ssh finds it. */
  private @Nullable String certificate(String name) {
    var key = references.getOrDefault(name, Map.of()).get("key");
    return key == null ? null : key.beside("-cert.pub");
  }

  private static void winRm(String name, CredentialSettings configured) {
    if (scheme(name, configured) != Credential.Scheme.KERBEROS) {
      return;
    }
    if (Boolean.FALSE.equals(configured.https())) {
      throw wrong(name, "https", "must be true with scheme kerberos: its messages are sealed by TLS only");
    }
    if (!String.valueOf(configured.user()).matches("[^@\\\\]+@[^@\\\\]+")) {
      throw wrong(name, "user", "must be user@REALM with scheme kerberos");
    }
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
      case "kerberos" -> Credential.Scheme.KERBEROS;
      default -> throw wrong(name, "scheme", "must be ntlm, kerberos or basic");
    };
  }

  private static IllegalArgumentException wrong(String name, String property, String what) {
    return new IllegalArgumentException("[CVY-2001] " + PREFIX + name + "." + property + " " + what
        + "; correct the configuration of agent-service");
  }
}
