package dev.convoy.lab.hosts;

import dev.convoy.events.common.OsFamily;
import dev.convoy.kit.config.Carriers;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fleet of source hosts in one JVM; each listens on its own loopback address. */
public final class SourceFleet implements AutoCloseable {
  /** Port that a host with {@link PlantedFault#PORT_UNSERVED} listens on, without the lab's offset. */
  public static final int UNSERVED_PORT = 18090;
  /** SSH port of a host, before the offset of a lab. */
  public static final int SSH_PORT = 2222;
  /** WinRM port of a host, before the offset of a lab. */
  public static final int WINRM_PORT = 5985;
  private static final Logger LOG = LoggerFactory.getLogger(SourceFleet.class);

  private final FleetServices services;
  private final Map<String, SourceHost> hosts = new LinkedHashMap<>();
  private final List<AutoCloseable> servers = new ArrayList<>();
  private final HostCertificates certificates = HostCertificates.ofNewAuthority();

  private IntSupplier windowsConnections = () -> 0;
  private IntSupplier windowsRefused = () -> 0;
  private Supplier<MostConnections> connections = () -> new MostConnections(0, 0);

  private SourceFleet(FleetServices services) {
    this.services = services;
  }

  /**
   * Starts all hosts; operations that ran when the lab stopped go on if the settings name a data folder.
   *
   * @throws IOException if an address cannot be bound or the data folder cannot be read
   */
  public static SourceFleet start(FleetSettings settings, List<SimulatedHost> hosts) throws IOException {
    Path folder = settings.dataFolder();
    SourceFleet fleet = new SourceFleet(new FleetServices(
        settings,
        new SimulatedClock(settings.speed(), settings.clockStart()),
        new AwsSimulatorClient(settings.aws()),
        folder == null ? HostLedger.inMemory() : HostLedger.open(folder.resolve("ledger.jsonl")),
        new HostStore(folder == null ? null : folder.resolve("hosts")),
        GivenCommandLines.to(settings.commandLines())));
    try {
      fleet.open(hosts);
      return fleet;
    } catch (IOException | RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  /** Runs the fleet of a file (first argument) until the process is ended. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Carriers.provide();
    FleetFile file = FleetFile.read(Path.of(arguments[0]));
    SourceFleet fleet = start(file.settings(), file.hosts());
    Runtime.getRuntime().addShutdownHook(new Thread(fleet::close));
    System.out.println("FLEET READY hosts=" + file.hosts().size());
    new CountDownLatch(1).await();
  }

  /**
   * The fingerprint to pin for the Linux host at this address, {@code SHA256:…}. A host with the fault
   * {@link PlantedFault#HOST_KEY_CHANGED} presents another one.
   */
  public String hostKeyFingerprint(String address) {
    return HostKeys.fingerprint(services.settings().seed(), address);
  }

  /** Who vouches for the certificates that Windows hosts show over HTTPS; another one at each start. */
  public X509Certificate authority() {
    return certificates.authority();
  }

  /** Connections to Windows hosts that are open now. */
  public int windowsConnections() {
    return windowsConnections.getAsInt();
  }

  /** Logins that Windows hosts have refused. */
  public int windowsRefused() {
    return windowsRefused.getAsInt();
  }

  /** The most connections of clients that were open at once. */
  public MostConnections mostConnections() {
    return connections.get();
  }

  /** What was done on the hosts. */
  public HostLedger ledger() {
    return services.ledger();
  }

  /** Whether the application on this host writes; true also for an unknown host. */
  public boolean writing(String serverId) {
    SourceHost host = hosts.get(serverId);
    return host == null || host.writing();
  }

  /** How each host stands now. */
  public List<HostStanding> standings() {
    return hosts.values().stream()
        .map(host -> new HostStanding(host.host().serverId(), !host.isOff(), host.writing())).toList();
  }

  /** Switches a host off, as a person does who stands before it. An unknown host is left alone. */
  public void shutDown(String serverId) {
    var host = hosts.get(serverId);
    if (host != null) {
      host.switchOff();
    }
  }

  /** A host that is off boots, and nobody of ours has told it to. An unknown host is left alone. */
  public void wake(String serverId) {
    var host = hosts.get(serverId);
    if (host != null) {
      host.wake();
    }
  }

  /**
   * Has the agent of a host installed by somebody else, with a key of theirs.
   *
   * @param userProvidedId what its installer is given; null = nothing
   * @param named it tells MGN its host's name; else that it is localhost, as hosts do that were never given one
   * @return the source server that it was registered as
   * @throws IOException if there is no such host, or AWS refuses its agent
   */
  public String installBySomebody(String serverId, @Nullable String userProvidedId, boolean named, boolean replicating, String accessKeyId,
      String region)
      throws IOException, InterruptedException {
    var host = hosts.get(serverId);
    if (host == null) {
      throw new IOException("no host " + serverId);
    }
    return host.installBySomebody(userProvidedId, named, replicating, accessKeyId, region);
  }

  /** Powers a host on, as its management board would. An unknown host is left alone. */
  public void powerOn(String serverId, String operationId) {
    var host = hosts.get(serverId);
    if (host != null) {
      host.powerOn(operationId);
    }
  }

  /** Stops listening and working; what ran is adopted by the next start on the same data folder. */
  @Override
  public void close() {
    hosts.values().forEach(SourceHost::close);
    List<AutoCloseable> all = new ArrayList<>(servers);
    all.addAll(List.of(services.clock(), services.aws(), services.ledger(), services.commandLines()));
    for (AutoCloseable part : all) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("[CVY-9116] fleet: not closed cleanly: {}; end the process", e.toString());
      }
    }
  }

  private void open(List<SimulatedHost> given) throws IOException {
    for (SimulatedHost host : given) {
      SourceHost source = new SourceHost(host, services, services.store().load(host.serverId()));
      if (hosts.put(host.serverId(), source) != null) {
        throw new IllegalArgumentException(
            "[CVY-9117] " + host.serverId() + ": given twice; give every host an id of its own");
      }
    }
    SshHosts linux = SshHosts.start(services.settings(), reachable(host -> host.os() == OsFamily.LINUX));
    servers.add(linux);
    WinRmHosts windows = WinRmHosts.start(services.settings(), certificates, reachable(SimulatedHost::windows));
    servers.add(windows);
    connections = () -> new MostConnections(linux.most(), windows.most());
    windowsConnections = windows::open;
    windowsRefused = windows::refused;
    reachable(each -> true).forEach(host -> host.connect(host.host().windows() ? windows : linux));
    hosts.values().forEach(SourceHost::adopt);
  }

  private List<SourceHost> reachable(Predicate<SimulatedHost> family) {
    return hosts.values().stream()
        .filter(host -> family.test(host.host()) && !host.host().has(PlantedFault.UNREACHABLE)).toList();
  }
}
