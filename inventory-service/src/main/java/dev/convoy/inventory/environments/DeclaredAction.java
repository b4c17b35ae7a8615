package dev.convoy.inventory.environments;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.PostLaunchAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post-launch action of an environment, and the servers that it is for.
 *
 * @param osFamily null = every one
 * @param servers empty = every server
 * @param waves empty = every wave, and servers without one
 * @param sites empty = every site
 * @param applications empty = every application, and servers without one
 */
public record DeclaredAction(
    PostLaunchAction action,
    @Nullable OsFamily osFamily,
    List<String> servers,
    List<String> waves,
    List<String> sites,
    List<String> applications) {

  /** What of a server decides whether an action is for it. */
  public record Subject(
      String serverId, OsFamily osFamily, @Nullable String wave, String site, @Nullable String application) {}

  boolean isFor(Subject server) {
    return (osFamily == null || osFamily == server.osFamily())
        && holds(servers, server.serverId()) && holds(waves, server.wave()) && holds(sites, server.site())
        && holds(applications, server.application());
  }

  private static boolean holds(List<String> named, @Nullable String value) {
    return named.isEmpty() || value != null && named.contains(value);
  }
}
