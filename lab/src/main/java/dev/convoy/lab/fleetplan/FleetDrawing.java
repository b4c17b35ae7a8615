package dev.convoy.lab.fleetplan;

import dev.convoy.events.common.OsFamily;
import dev.convoy.lab.hosts.HostKeys;
import dev.convoy.lab.hosts.PlantedFault;
import dev.convoy.lab.hosts.SimulatedHost;
import dev.convoy.lab.hosts.SourceFleet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Draws the servers of a fleet: applications of three to six servers, the waves filled evenly. */
final class FleetDrawing {
  private static final int SMALLEST = 3;
  private static final int LARGEST = 6;
  private static final int DISK_STEPS = 4;
  private static final List<String> SYSTEMS = List.of(
      "orders", "billing", "catalog", "payroll", "crm", "shipping", "reports", "intranet", "claims", "booking");
  private static final List<String> LINUX = List.of("Ubuntu 22.04", "Ubuntu 24.04", "RHEL 8.10", "RHEL 9.4");
  private static final List<String> WINDOWS =
      List.of("Windows Server 2016", "Windows Server 2019", "Windows Server 2022");

  private final FleetRequest request;
  private final Random random;
  private final Set<Integer> windows;
  private final Map<ServerRole, Integer> counters = new EnumMap<>(ServerRole.class);
  private final List<PlannedServer> servers = new ArrayList<>();
  private final int[] serversOfWave;
  private final int[] applicationsOfWave;

  FleetDrawing(FleetRequest request, Random random) {
    this.request = request;
    this.random = random;
    this.windows = windows();
    this.serversOfWave = new int[request.waves()];
    this.applicationsOfWave = new int[request.waves()];
  }

  List<PlannedServer> servers() {
    for (int application = 0; servers.size() < request.servers(); application++) {
      int size = size(request.servers() - servers.size());
      int wave = emptiestWave();
      int account = applicationsOfWave[wave]++ % request.accounts();
      serversOfWave[wave] += size;
      for (int place = 0; place < size; place++) {
        add(ServerRole.at(place), name(application), wave + 1, account);
      }
    }
    return servers;
  }

  /** Three to six; fewer only where the fleet is too small for its waves. Never leaves one or two servers over. */
  private int size(int left) {
    int largest = Math.clamp(request.servers() / request.waves(), 1, LARGEST);
    int smallest = Math.min(SMALLEST, largest);
    if (left <= largest) {
      return left;
    }
    int size = smallest + random.nextInt(largest - smallest + 1);
    return left - size < smallest ? Math.max(smallest, left - smallest) : size;
  }

  private int emptiestWave() {
    int emptiest = 0;
    for (int wave = 1; wave < serversOfWave.length; wave++) {
      emptiest = serversOfWave[wave] < serversOfWave[emptiest] ? wave : emptiest;
    }
    return emptiest;
  }

  private void add(ServerRole role, String application, int wave, int account) {
    int index = servers.size();
    String name = "%s-%03d".formatted(role.label, counters.merge(role, 1, Integer::sum));
    boolean onWindows = windows.contains(index);
    List<String> versions = onWindows ? WINDOWS : LINUX;
    int port = (onWindows ? SourceFleet.WINRM_PORT : SourceFleet.SSH_PORT) + request.portOffset();
    SimulatedHost host = new SimulatedHost(
        name, name, name + "." + application + ".corp.example", onWindows ? OsFamily.WINDOWS : OsFamily.LINUX,
        versions.get(random.nextInt(versions.size())), role.label, LabNetwork.sourceAddress(index), port,
        role.disks(onWindows, random.nextInt(DISK_STEPS)), role.cpus, role.ramBytes(), mac(index), PlantedFault.NONE);
    String hostKey = onWindows ? null : HostKeys.fingerprint(request.seed(), host.address());
    servers.add(new PlannedServer(host, hostKey, role, application, wave, account, request, false, null));
  }

  private Set<Integer> windows() {
    List<Integer> indexes = new ArrayList<>();
    for (int index = 0; index < request.servers(); index++) {
      indexes.add(index);
    }
    Collections.shuffle(indexes, random);
    int count = Math.toIntExact(Math.round(request.servers() * request.windowsPercent() / 100.0));
    return new HashSet<>(indexes.subList(0, count));
  }

  private static String name(int application) {
    return "%s-%02d".formatted(SYSTEMS.get(application % SYSTEMS.size()), application / SYSTEMS.size() + 1);
  }

  /** Locally administered; identity of the server for MGN's agent. */
  private static String mac(int index) {
    return "02:c0:00:%02x:%02x:%02x".formatted(index >> 16, index >> 8 & 0xff, index & 0xff);
  }
}
