package dev.convoy.agent.install;

import dev.convoy.agent.host.AgentOnHost;
import dev.convoy.agent.host.Prerequisite;
import dev.convoy.agent.install.KnownSourceServers.Listed;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import java.util.List;
import java.util.Optional;

/**
 * Whether the agent on a host is that of the source server which the server was bound to by name. By what a person has known
 * it does not matter here: the host has to say so itself. Nothing is ever installed over it; what is not so needs a person.
 */
public final class BoundAgent {

  private static final String ANEW = "; or, to have a new agent installed by its wave: withdraw the server, declare it again and do"
      + " not adopt it";

  private BoundAgent() {}

  /**
   * Why the source server, or what the agent of the host speaks of, cannot be adopted; empty if it can.
   *
   * @param spoken ids that the agent on the host speaks of; none = it says nothing
   * @throws dev.convoy.kit.worker.UnreachableException if MGN cannot be asked now
   */
  public static Optional<Failure> refusal(String bound, List<String> spoken, AccountKey account, KnownSourceServers known) {
    var listed = known.listed(account, bound);
    if (listed.isEmpty()) {
      return no("CVY-2330", "MGN in " + account.limitKey() + " does not list " + bound + ", which the server is bound to",
          "look whether it was archived or deleted, or is in another account or region; then withdraw the server, declare it"
              + " again and adopt the right one");
    }
    if (!listed.get().connected()) {
      return no("CVY-2331", "MGN has cut off the agent of " + bound + ", which the server is bound to",
          "connect its agent again in MGN, then retry" + ANEW);
    }
    if (!spoken.isEmpty() && !spoken.contains(bound)) {
      return no("CVY-2332", "the agent on the host speaks of " + String.join(", ", spoken) + ", and the server is bound to " + bound,
          "look which machine the address leads to; then withdraw the server, declare it again and adopt the right one");
    }
    var others = spoken.stream().filter(id -> !id.equals(bound)).flatMap(id -> known.listed(account, id).stream())
        .filter(Listed::connected).map(Listed::id).toList();
    return others.isEmpty() ? Optional.empty() : no("CVY-2311", "the agent on the host speaks of " + bound
        + " and of other source servers that are at work: " + String.join(", ", others),
        "find out with MGN which of them the agent on the host replicates to, and remove the others there; then retry");
  }

  /** The same of an agent that was looked at, which has to run. */
  static Optional<Failure> refusal(String bound, AgentOnHost agent, AccountKey account, KnownSourceServers known) {
    return switch (agent.product()) {
      case NONE -> no("CVY-2333", "the host has no agent, and the server is bound to " + bound,
          "look which machine the address leads to, and whether its agent was removed" + ANEW);
      case DRS, CLOUDENDURE -> no(Prerequisite.OTHER_AGENT.code(), "the agent of " + agent.product() + " is installed, and the"
          + " server is bound to " + bound, Prerequisite.OTHER_AGENT.remedy());
      case MGN -> refusal(bound, agent.sourceServers(), account, known).or(() -> ill(bound, agent, account, known));
    };
  }

  private static Optional<Failure> ill(String bound, AgentOnHost agent, AccountKey account, KnownSourceServers known) {
    if (!agent.running()) {
      return no("CVY-2334", "the agent of " + bound + " does not run on the host", "start its service on the host, then retry" + ANEW);
    }
    boolean told = !agent.sourceServers().isEmpty()
        || known.listed(account, bound).filter(listed -> Adoption.isNamed(listed, agent.hostname())).isPresent();
    return told ? Optional.empty() : no("CVY-2335", "the agent on the host does not say which source server it is, and MGN shows "
        + bound + " under another host name than " + agent.hostname(),
        "restart its service, so that it says so in its log, then retry" + ANEW);
  }

  private static Optional<Failure> no(String code, String message, String remedy) {
    return Optional.of(new Failure(code, message, remedy, true));
  }
}
