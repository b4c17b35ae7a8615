package dev.convoy.benchmarks.push;

import dev.convoy.agent.openssh.OpenSshFleet;
import dev.convoy.benchmarks.push.EngineContender.Way;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The same push, a script of 100 KB that runs under sudo and says an id, to many real OpenSSH hosts on this machine: by agent-service,
 * by Ansible and by parallel-ssh, one after the other in each round, so that other work on the machine meets them alike.
 */
@Command(name = "push", mixinStandardHelpOptions = true,
    description = "Pushes a script to OpenSSH hosts by agent-service, Ansible and parallel-ssh.")
public final class PushBenchmark implements Callable<Integer> {

  /** Forks of Ansible and processes of parallel-ssh; agent-service has its sessions of one site. */
  private static final int SESSIONS = 100;
  private static final Map<String, String> PEERS =
      Map.of("ansible-playbook", "ansible", "parallel-ssh", "pssh", "python3", "python3", "ssh", "openssh-client");

  @Option(names = "--targets", defaultValue = "200", description = "hosts (${DEFAULT-VALUE})")
  private int targets;

  @Option(names = "--rounds", defaultValue = "3", description = "rounds, of which the median counts (${DEFAULT-VALUE})")
  private int rounds;

  @Option(names = "--results", defaultValue = "benchmarks/results", description = "folder for push.md and push.svg (${DEFAULT-VALUE})")
  private Path results = Path.of("benchmarks/results");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    var missing = missing();
    if (missing.isPresent()) {
      spec.commandLine().getErr().println(missing.get());
      return 2;
    }
    Path folder = Files.createTempDirectory("convoy-push");
    try {
      measure(folder, out);
      out.println(Files.readString(results.resolve("push.md")));
      out.flush();
      return 0;
    } finally {
      delete(folder);
    }
  }

  /** Reports after each round, so that a run that is ended early has told something. */
  private void measure(Path folder, PrintWriter out) throws IOException, InterruptedException {
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    try (var fleet = new OpenSshFleet(folder)) {
      out.println("starting " + targets + " OpenSSH servers");
      out.flush();
      var hosts = fleet.start(targets);
      var files = PushFiles.write(fleet, hosts);
      try (var plain = new EngineContender(files, SESSIONS, Way.PLAIN); var one = new EngineContender(files, SESSIONS, Way.DETACHED);
          var two = new EngineContender(files, SESSIONS, Way.TWO_SESSIONS)) {
        for (int round = 1; round <= rounds; round++) {
          for (Contender each : List.of(plain, one, two, CommandContender.parallelSsh(files), CommandContender.ansible(files))) {
            var run = each.push(hosts);
            runs.computeIfAbsent(each.name(), name -> new ArrayList<>()).add(run);
            out.printf("round %d, %s: %d of %d in %.1f s, %.2f hosts/s, %.1f ms CPU per host, load %.0f%n", round, each.name(),
                run.answered(), targets, run.seconds(), run.hostsPerSecond(), run.cpuMillisPerHost(), run.load());
            out.flush();
          }
          write(new PushReport(targets, round, runs, LocalDate.now(Clock.systemDefaultZone()), versions()));
        }
      }
    }
  }

  private void write(PushReport report) throws IOException {
    Files.createDirectories(results);
    Files.writeString(results.resolve("push.md"), report.markdown());
    Files.writeString(results.resolve("push.svg"), report.svg());
  }

  private static Optional<String> missing() {
    return OpenSshFleet.missing().or(() -> PEERS.keySet().stream().sorted().filter(program -> !installed(program))
        .map(program -> program + " is not installed: apt-get install " + PEERS.get(program)).findFirst());
  }

  private static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String versions() throws IOException, InterruptedException {
    return String.join(", ", "JDK " + Runtime.version(), firstLine("ansible", "--version"), "parallel-ssh " + firstLine("parallel-ssh", "--version"),
        firstLine("ssh", "-V"));
  }

  private static String firstLine(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var said = process.inputReader()) {
      return said.readLine();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
