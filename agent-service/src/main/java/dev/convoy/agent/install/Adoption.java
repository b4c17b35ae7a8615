package dev.convoy.agent.install;

import dev.convoy.agent.host.AgentOnHost;
import dev.convoy.agent.host.Prerequisite;
import dev.convoy.agent.install.KnownSourceServers.Listed;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What follows from an agent that a host has already. One that replicates this server into the account of the server is
 * adopted while it is well, and installed over while it is not; any other one is left alone. A binding is never guessed.
 */
public sealed interface Adoption {

  /** The agent is as good as one of our own. */
  record Adopt(String sourceServerId) implements Adoption {}

  /** The installer is to run: there is no agent, or it is not well. */
  record Install() implements Adoption {}

  /** Needs a person; nothing was changed. */
  record Refuse(Failure failure) implements Adoption {}

  /** @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now */
  static Adoption of(AgentOnHost agent, String serverId, AccountKey account, KnownSourceServers known) {
    return switch (agent.product()) {
      case NONE -> new Install();
      case DRS, CLOUDENDURE -> new Refuse(new Failure(Prerequisite.OTHER_AGENT.code(),
          "the agent of " + agent.product() + " is installed", Prerequisite.OTHER_AGENT.remedy(), true));
      case MGN -> agent.sourceServers().isEmpty() ? silent(agent, serverId, account, known)
          : spoken(agent, serverId, account, known);
    };
  }

  /** Why an agent that speaks of these source servers is none for this server; empty if it is. */
  static Optional<Failure> refusal(
      List<String> ids, String hostname, String serverId, AccountKey account, KnownSourceServers known) {
    return ids.isEmpty() ? Optional.empty() : refusal(listed(ids, account, known), ids, hostname, serverId, account);
  }

  private static Adoption spoken(AgentOnHost agent, String serverId, AccountKey account, KnownSourceServers known) {
    var listed = listed(agent.sourceServers(), account, known);
    var refusal = refusal(listed, agent.sourceServers(), agent.hostname(), serverId, account);
    if (refusal.isPresent()) {
      return new Refuse(refusal.get());
    }
    var well = listed.stream().filter(each -> each.connected() && isOf(each, agent.hostname(), serverId)).toList();
    return agent.running() && well.size() == 1 ? new Adopt(well.getFirst().id()) : new Install();
  }

  /** Its log has been turned over: MGN has to know the server by the id that it was given. */
  private static Adoption silent(AgentOnHost agent, String serverId, AccountKey account, KnownSourceServers known) {
    return agent.running() ? known.listedFor(account, serverId)
        .filter(each -> each.connected() && isNamed(each, agent.hostname()))
        .<Adoption>map(each -> new Adopt(each.id())).orElseGet(Install::new) : new Install();
  }

  private static Optional<Failure> refusal(
      List<Listed> listed, List<String> ids, String hostname, String serverId, AccountKey account) {
    if (listed.isEmpty()) {
      return Optional.of(new Failure(Prerequisite.FOREIGN_AGENT.code(), "an agent of " + String.join(", ", ids)
          + " is installed, a source server of account " + account.account() + " in " + account.region() + " needed",
          Prerequisite.FOREIGN_AGENT.remedy(), true));
    }
    var ours = listed.stream().filter(each -> isOf(each, hostname, serverId)).toList();
    if (ours.isEmpty()) {
      var other = listed.getFirst();
      return Optional.of(new Failure("CVY-2321", "the agent on the host belongs to " + other.id() + " of "
          + (other.userProvidedId().isEmpty() ? other.hostname() : other.userProvidedId()) + ", not to this server",
          "uninstall the agent if the host is a copy of that one; if it is the same, declare it with that id", true));
    }
    return ours.stream().filter(Listed::connected).count() > 1
        ? Optional.of(new Failure("CVY-2311", "the agent on the host speaks of several source servers of this one: "
            + String.join(", ", ours.stream().map(Listed::id).toList()),
            "find out with MGN which of them the agent on the host replicates to, and remove the others there; then retry",
            true)) : Optional.empty();
  }

  private static List<Listed> listed(List<String> ids, AccountKey account, KnownSourceServers known) {
    return ids.stream().flatMap(id -> known.listed(account, id).stream()).toList();
  }

  /** What was given an id is told by it; of what was given none the host name speaks. */
  private static boolean isOf(Listed listed, String hostname, String serverId) {
    return listed.userProvidedId().isEmpty() ? isNamed(listed, hostname) : listed.userProvidedId().equals(serverId);
  }

  /** The short names are the same, and there is one. */
  static boolean isNamed(Listed listed, String hostname) {
    return !shortName(hostname).isEmpty() && shortName(listed.hostname()).equals(shortName(hostname));
  }

  private static String shortName(String name) {
    return name.strip().split("\\.", 2)[0].toLowerCase(Locale.ROOT);
  }
}
