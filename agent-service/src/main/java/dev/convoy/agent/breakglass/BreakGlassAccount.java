package dev.convoy.agent.breakglass;

import dev.convoy.agent.host.BreakGlassPrograms.Account;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.SecretFailure;
import dev.convoy.agent.remote.SecretReference;
import dev.convoy.agent.remote.SecretReferences;
import dev.convoy.events.common.OsFamily;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The break-glass account as it is configured. Its password is read where it is referred to at each use, so it can be rotated. */
public final class BreakGlassAccount {

  private static final Logger LOG = LoggerFactory.getLogger(BreakGlassAccount.class);
  private static final String PREFIX = "convoy.agent.break-glass.";
  private static final String UNFIT = "CVY-2361";
  private static final int SHORTEST = 14;
  private static final int LONGEST = 127;
  private static final String KEY = "(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\\.com"
      + "|sk-ecdsa-sha2-nistp256@openssh\\.com) [A-Za-z0-9+/]{40,}={0,3}(?: [\\x21-\\x7e ]{0,200})?";

  private final String user;
  private final @Nullable SecretReference password;
  private final @Nullable String key;

  /**
   * Validates everything. A store that cannot be asked just now does not stop the start.
   *
   * @param password reference; empty = none
   * @param key public key; empty = none
   * @throws IllegalArgumentException naming the property that is wrong, never its value
   */
  public BreakGlassAccount(String user, String password, String key, SecretReferences references) {
    if (!user.matches("[a-z][a-z0-9-]{0,19}")) {
      throw wrong("user", "is no name of up to 20 small letters, digits and - that begins with a letter");
    }
    if (!key.isBlank() && !key.strip().matches(KEY)) {
      throw wrong("authorized-key", "is no public key of OpenSSH in one line");
    }
    this.user = user;
    this.key = key.isBlank() ? null : key.strip();
    this.password = password.isBlank() ? null : reference(password.strip(), references);
    tryOnce();
  }

  private static SecretReference reference(String text, SecretReferences references) {
    try {
      return references.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("password", String.valueOf(e.getMessage()));
    }
  }

  private void tryOnce() {
    if (password == null) {
      return;
    }
    try {
      var fault = fault(password.read());
      if (fault != null) {
        throw wrong("password", fault);
      }
    } catch (SecretFailure e) {
      if (!e.kind().retriable()) {
        throw wrong("password", e.what());
      }
      LOG.warn("[{}] {}password {}; {}", e.kind().code(), PREFIX, e.what(), e.remedy());
    }
  }

  /** Its name on the hosts. */
  String user() {
    return user;
  }

  /**
   * Who is let in on a host of a family, with the password as it is now.
   *
   * @throws PushFailure {@code BREAK_GLASS_MISSING} when none is configured for the family, {@code BREAK_GLASS_UNFIT} when the
   *     password was changed to one that is not taken; or why it cannot be had
   */
  Account of(String serverId, OsFamily family) throws PushFailure {
    var keys = family == OsFamily.WINDOWS ? null : key;
    if (password == null && keys == null) {
      throw new PushFailure(PushFailure.Kind.BREAK_GLASS_MISSING, serverId, "no break-glass account is configured for " + family);
    }
    return new Account(user, password == null ? null : read(serverId, password), keys);
  }

  private static String read(String serverId, SecretReference reference) throws PushFailure {
    try {
      var text = reference.read();
      var fault = fault(text);
      if (fault != null) {
        throw new PushFailure(PushFailure.Kind.BREAK_GLASS_UNFIT, serverId, PREFIX + "password " + fault);
      }
      return text;
    } catch (SecretFailure e) {
      throw new PushFailure(e.kind(), serverId, PREFIX + "password " + e.what(), e.remedy());
    }
  }

  /** Another line would be another account to those who set it. */
  private static @Nullable String fault(String text) {
    return text.length() < SHORTEST || text.length() > LONGEST
        ? "refers to a password that is not of " + SHORTEST + " to " + LONGEST + " characters"
        : text.chars().allMatch(each -> each > ' ' && each < 0x7f) ? null
        : "refers to a password with characters other than the printable ones of ASCII, without blanks";
  }

  private static IllegalArgumentException wrong(String property, String what) {
    return new IllegalArgumentException("[" + UNFIT + "] " + PREFIX + property + " " + what
        + "; correct the configuration of agent-service");
  }
}
