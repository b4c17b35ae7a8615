package dev.convoy.agent.remote;

import dev.convoy.events.common.OsFamily;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sites, and how each is entered. A site that is not configured is reached directly. */
public final class Sites {

  /** No site is configured. */
  public static final Sites NONE = new Sites(Map.of(), Credentials.NONE);

  private static final String PREFIX = "convoy.sites.";
  private static final int SSH = 22;

  private final Map<String, SiteSettings.Jump> jumps = new TreeMap<>();
  private final Credentials credentials;

  /**
   * Validates everything.
   *
   * @throws IllegalArgumentException naming the property that is wrong
   */
  public Sites(Map<String, SiteSettings> settings, Credentials credentials) {
    this.credentials = credentials;
    settings.forEach((site, each) -> {
      if (each.jump() != null) {
        jumps.put(site, each.jump());
        valid(site, each.jump());
      }
    });
  }

  /**
   * What a host of this site is entered through; null = directly.
   *
   * @throws PushFailure {@code AUTH_FAILED} when the jump host's credential cannot be had any more
   */
  public @Nullable Hop hop(String serverId, String site) throws PushFailure {
    var jump = jumps.get(site);
    return jump == null ? null : new Hop(target(serverId, jump),
        (Credential.Ssh) credentials.resolve(serverId, Objects.requireNonNull(jump.credential())));
  }

  /**
   * The hop with its credential as it is now, after the jump host has refused it as it was; null if it is still the same.
   *
   * @throws PushFailure as {@link #hop}
   */
  public @Nullable Hop renewed(String serverId, String site, Hop refused) throws PushFailure {
    var jump = jumps.get(site);
    var credential = jump == null ? null
        : credentials.renewed(serverId, Objects.requireNonNull(jump.credential()), refused.credential());
    return credential == null ? null : new Hop(refused.target(), (Credential.Ssh) credential);
  }

  private static HostTarget target(String serverId, SiteSettings.Jump jump) {
    return new HostTarget(serverId, OsFamily.LINUX, Objects.requireNonNull(jump.address()),
        Objects.requireNonNullElse(jump.port(), SSH), jump.hostKey());
  }

  private void valid(String site, SiteSettings.Jump jump) {
    if (jump.address() == null || jump.address().isBlank()) {
      throw wrong(site, "address", "is missing");
    }
    if (jump.credential() == null || jump.credential().isBlank()) {
      throw wrong(site, "credential", "is missing");
    }
    try {
      target(site, jump);
    } catch (IllegalArgumentException e) {
      throw wrong(site, "address or port", "is wrong: " + e.getMessage());
    }
    if (!credentials.isSsh(jump.credential())) {
      throw wrong(site, "credential", "names none that is configured and for SSH");
    }
  }

  private static IllegalArgumentException wrong(String site, String property, String what) {
    return new IllegalArgumentException("[CVY-2003] " + PREFIX + site + ".jump." + property + " " + what
        + "; correct the configuration of agent-service");
  }
}
