package dev.convoy.replication.preflight;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.replication.account.AccountGateway;
import dev.convoy.replication.server.ReadRefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at an account, or at a wave in its accounts, and names every fault at once. Changes nothing. */
public final class Preflight {

  /**
   * What the looks are measured by.
   *
   * @param maxReplicatingServers how many this service lets replicate in an account and region
   * @param privateRouting whether data flows over private addresses
   * @param installRole name of the role that installers get credentials of
   */
  public record Settings(int maxReplicatingServers, boolean privateRouting, String installRole) {}

  private final PreflightGateway gateway;
  private final AccountGateway mgn;
  private final Settings settings;

  public Preflight(PreflightGateway gateway, AccountGateway mgn, Settings settings) {
    this.gateway = gateway;
    this.mgn = mgn;
    this.settings = settings;
  }

  /** The same for several waves that are looked at right after one another: what they share is read once. */
  Preflight readingOnce() {
    return new Preflight(new ReadOnce(gateway), mgn, settings);
  }

  /**
   * Looks at one account and region.
   *
   * @param targets one for every network of the environment that servers may go to; not empty, all of one account
   * @param servers how many servers are to go there; each network is judged as if it took them all
   */
  public Report account(List<Target> targets, int servers) {
    return account(targets, servers, null);
  }

  /**
   * The same with the hosted zones of the environment.
   *
   * @param zones domains in place of names; null = none
   */
  public Report account(List<Target> targets, int servers, Target.@Nullable Dns zones) {
    var hypothetical = new ArrayList<PlannedServer>();
    targets.forEach(target -> {
      for (var n = 1; n <= servers; n++) {
        hypothetical.add(new PlannedServer("server " + n, false, null, false, false, target));
      }
    });
    var look = new Look(gateway, targets.getFirst().key());
    look.identified(() -> {
      look.account(mgn, settings, targets.getFirst());
      look.placed(hypothetical.stream().limit(servers).toList(), hypothetical, settings);
      if (zones != null) {
        look.zones(zones);
      }
    });
    var findings = look.findings().stream().map(finding -> finding.of(List.of())).toList();
    return new Report("account " + targets.getFirst().key().limitKey(), servers, look.looked(), findings);
  }

  /** Looks at a wave in all accounts and regions that its servers go to. */
  public Report wave(String waveId, List<PlannedServer> servers) {
    var byAccount = new LinkedHashMap<AccountKey, List<PlannedServer>>();
    servers.forEach(server ->
        byAccount.computeIfAbsent(server.target().key(), key -> new ArrayList<>()).add(server));
    var looked = new ArrayList<String>();
    var findings = new ArrayList<Finding>();
    byAccount.forEach((account, members) -> {
      var look = new Look(gateway, account);
      look.identified(() -> look.placed(members, members, settings));
      look.findings().forEach(finding -> findings.add(finding.servers().isEmpty()
          ? finding.of(members.stream().map(PlannedServer::serverId).toList()) : finding));
      looked.addAll(look.looked());
    });
    return new Report("wave " + waveId, servers.size(), looked, findings);
  }

  /**
   * Looks again whether servers of one account that replicate already can be launched.
   *
   * @param servers not empty, of one wave
   * @return faults, each with the servers that it concerns; empty if AWS could not be asked about something now. What AWS
   *     refuses to show is none
   */
  public Optional<List<Finding>> launches(List<PlannedServer> servers) {
    var look = new Look(gateway, servers.getFirst().target().key());
    look.identified(() -> look.launchable(servers));
    var everybody = servers.stream().map(PlannedServer::serverId).toList();
    return look.isIncomplete() ? Optional.empty() : Optional.of(look.findings().stream()
        .filter(finding -> finding.level() == Finding.Level.FAULT && !finding.code().equals(AccountRules.UNREAD))
        .map(finding -> finding.servers().isEmpty() ? finding.of(everybody) : finding).toList());
  }

  /** What was found so far; a part that cannot be read is a finding, and the others are looked at all the same. */
  static final class Findings {
    private final AccountKey account;
    private final List<String> looked = new ArrayList<>();
    private final List<Finding> found = new ArrayList<>();
    private boolean incomplete;

    Findings(AccountKey account) {
      this.account = account;
    }

    void part(String what, Supplier<List<Finding>> look) {
      try {
        look.get().forEach(finding -> found.add(finding.at(account.limitKey())));
        looked.add(what);
      } catch (ReadRefusedException e) {
        add(AccountRules.unread(what, e.code()));
      } catch (UnreachableException e) {
        incomplete();
        add(AccountRules.unread(what, String.valueOf(e.getMessage())));
      }
    }

    void add(Finding finding) {
      found.add(finding.at(account.limitKey()));
    }

    void incomplete() {
      incomplete = true;
    }

    boolean isIncomplete() {
      return incomplete;
    }

    List<String> looked() {
      return List.copyOf(looked);
    }

    List<Finding> all() {
      return List.copyOf(found);
    }
  }
}
