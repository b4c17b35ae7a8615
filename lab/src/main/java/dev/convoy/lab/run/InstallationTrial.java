package dev.convoy.lab.run;

import dev.convoy.lab.hosts.MostConnections;
import dev.convoy.lab.limits.LimitsWatch;
import dev.convoy.lab.limits.LiveHeap;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.verify.Expectations;
import dev.convoy.lab.verify.InstallersAtOnce;
import dev.convoy.lab.verify.PushedInstallers;
import dev.convoy.lab.verify.Verification;
import dev.convoy.lab.verify.Verifier;
import java.io.PrintStream;
import java.util.Collection;

/** Judges a run that ends when every server is installed or parked: {@code --until installed}. */
final class InstallationTrial {
  /** The defaults of {@code convoy.agent.sessions-per-site} and {@code installs-per-site}. */
  private static final int PER_SITE = 100;

  private final LabOptions options;
  private final LabWorld world;
  private final LimitsWatch limits;
  private final PrintStream out;
  private final LiveHeap heap;

  InstallationTrial(LabOptions options, LabWorld world, LimitsWatch limits, PrintStream out) {
    this.options = options;
    this.world = world;
    this.limits = limits;
    this.out = out;
    this.heap = new LiveHeap(options.servers());
  }

  /** A host learns of the end of a connection later than agent-service, which may have opened the next by then. */
  private int seenByHosts() {
    return PER_SITE + PER_SITE / 10;
  }

  /** Looks at the heap as servers come to rest. */
  void follow(Collection<ServerLine> servers) {
    heap.look(servers.stream().filter(each -> each.atRest() || each.installed()).count());
  }

  /** Prints what it finds. True when all is as it has to be. */
  boolean judge(int servers, long seconds) {
    Expectations expectations = Expectations.of(world.environmentsFile());
    LabPorts ports = options.ports();
    Evidence evidence = new Verifier(ports.bootstrapServers(), ports.registryUrl(), ports.awsUrl(), expectations,
        LabPatience.OUTAGE).gather(false);
    InstalledResult result = new InstalledResult(servers, evidence, Verification.of(evidence, expectations),
        world.planted(), options.seed(), seconds);
    result.verdict().findings().forEach(out::println);
    result.faults().forEach(out::println);
    PushedInstallers pushed = new PushedInstallers(world.pushed(), evidence.hostWork());
    pushed.faults().forEach(out::println);
    boolean kept = kept(InstallersAtOnce.of(evidence.hostWork()).most());
    boolean flat = heap.flat();
    if (!flat) {
      out.println("[CVY-9295] lab: the heap went on growing with the servers, " + heap.line()
          + "; take a heap dump at the end of a run without --exit");
    }
    out.println(result.verdict().examined());
    out.println("HEAP " + heap.line());
    out.println(result.broken());
    out.println(pushed.line());
    out.println(result.line());
    return result.good() && pushed.faults().findAny().isEmpty() && kept && flat;
  }

  private boolean kept(int installers) {
    MostConnections most = world.mostConnections();
    boolean kept = limits.sessions() <= PER_SITE && most.ssh() <= seenByHosts() && installers <= PER_SITE;
    if (!kept) {
      out.println("[CVY-9294] lab: more at once than the " + PER_SITE + " of a site that are allowed: " + most
          + " sessions=" + limits.sessions() + " installers=" + installers + "; see the host ledger");
    }
    return kept;
  }
}
