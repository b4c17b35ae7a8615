package dev.convoy.lab.cli;

import dev.convoy.lab.chaos.ChaosKind;
import dev.convoy.lab.chaos.ChaosOptions;
import dev.convoy.lab.drill.Drill;
import dev.convoy.lab.run.Goal;
import dev.convoy.lab.run.LabOptions;
import dev.convoy.lab.run.LabPorts;
import dev.convoy.lab.run.LabRun;
import dev.convoy.lab.run.LabWorld;
import dev.convoy.lab.versions.Versions;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code convoy lab}: everything on this machine, no AWS, no Docker. */
@Command(name = "lab", description = "Migrates a simulated fleet with the real services, broker and registry.",
    showDefaultValues = true)
final class LabCommand implements Callable<Integer> {
  /** With crash points, of so many servers one was set up by somebody else. */
  private static final int SERVERS_PER_FOUND = 6;

  @Option(names = "--servers", paramLabel = "N", description = "size of the fleet")
  private int servers = 20;

  @Option(names = "--windows", paramLabel = "PERCENT", description = "share of Windows servers")
  private int windows = 20;

  @Option(names = "--waves", paramLabel = "N", description = "number of waves")
  private int waves = 2;

  @Option(names = "--accounts", paramLabel = "N", description = "number of AWS accounts")
  private int accounts = 1;

  @Option(names = "--intake", paramLabel = "FILE.csv", description = "declare the servers of this file instead")
  private @Nullable Path intake;

  @Option(names = "--seed", paramLabel = "N", description = "the same seed makes the same fleet")
  private long seed = 1;

  @Option(names = "--faults", paramLabel = "none|light|heavy|storm", description = "how badly the world behaves")
  private LabOptions.Faults faults = LabOptions.Faults.none;

  @Option(names = "--speed", paramLabel = "X", description = "simulated seconds per second")
  private double speed = 60;

  @Option(names = "--exit", description = "end when every wave is done")
  private boolean exit;

  @Option(names = "--processes", description = "a JVM of its own for each service")
  private boolean processes;

  @Option(names = "--crash-points", paramLabel = "N",
      description = "let the services crash N times before and after each step of each kind of operation; sources are shut down, and "
          + "a sixth of a generated fleet was set up by somebody else, so that each kind comes up")
  private int crashPoints;

  @Option(names = "--instances", paramLabel = "1|2", description = "JVMs of each service, with --processes; "
      + "2 with --chaos stop, so that the one that is stopped has a successor")
  private @Nullable Integer instances;

  @Option(names = "--chaos", paramLabel = "KIND", split = ",", description = "harm done while it runs, with "
      + "--processes: kill,stop,broker,registry,aws,term,wipe")
  private List<String> chaos = List.of();

  @Option(names = "--chaos-every", paramLabel = "SECONDS", description = "mean time between two kills; the others "
      + "follow from it")
  private int chaosEvery = 20;

  @Option(names = "--chaos-steps", description = "count --chaos-every in stages that servers reach, not in seconds")
  private boolean chaosSteps;

  @Option(names = "--chaos-limit", paramLabel = "N", description = "acts of each kind of chaos; 0 for no end")
  private int chaosLimit;

  @Option(names = "--port-offset", paramLabel = "N", description = "added to every port")
  private int portOffset;

  @Option(names = "--data", paramLabel = "DIR", description = "keep everything here and go on from it")
  private @Nullable Path data;

  @Option(names = "--drill", paramLabel = "DRILL", split = ",",
      description = "what is done to the waves on purpose, at every stage: ${COMPLETION-CANDIDATES}")
  private Set<Drill> drills = EnumSet.noneOf(Drill.class);

  @Option(names = "--poison", paramLabel = "PERCENT",
      description = "records of all kinds that nobody can read, mixed into every topic that is read")
  private int poison;

  @Option(names = "--canary", description = "plant secrets, and search for them everywhere at the end")
  private boolean canary;

  @Option(names = "--record", paramLabel = "DIR", description = "write down here what each service read and decided")
  private @Nullable Path record;

  @Option(names = "--upgrade", paramLabel = "DIR", description = "with --processes: start the services from the build in "
      + "this lab/target, change to this build in the middle of the wave, and back")
  private @Nullable Path upgrade;

  @Option(names = "--broken", paramLabel = "N",
      description = "with --until installed: hosts that are broken, in each of ten ways in its turn")
  private int broken;

  @Option(names = "--until", paramLabel = "finalized|installed", description = "how far servers are brought; at installed "
      + "it judges installations, broken hosts, limits and memory")
  private Goal.Until until = Goal.Until.finalized;

  @Option(names = "--shutdown", description = "sources are shut down after their drain, and powered on by a hook on the way back")
  private boolean shutdown;

  @Option(names = "--estate", paramLabel = "N",
      description = "servers that somebody else has set up in MGN before, at each of five stages in its turn")
  private int estate;

  @Option(names = "--keep-tests", description = "test instances are kept for people: until accepted or for a while in the first wave of "
      + "two, until the cutover is approved in the second")
  private boolean keepTests;

  @Option(names = "--estate-by", paramLabel = "console|cli", description = "with --estate: set up from inside the simulator, or by "
      + "commands of the AWS CLI of this machine")
  private Goal.EstateBy estateBy = Goal.EstateBy.console;

  @Option(names = "--observe", description = "with --estate: the services observe at first; it is judged that they change nothing, and "
      + "plan calls for every server")
  private boolean observe;

  private final LabWorld.Factory worlds;

  LabCommand(LabWorld.Factory worlds) {
    this.worlds = worlds;
  }

  @Override
  public Integer call() {
    ChaosOptions harm = ChaosOptions.of(chaos, chaosEvery, chaosSteps, chaosLimit);
    int jvms = instances != null ? instances : harm.has(ChaosKind.STOP) ? 2 : 1;
    LabOptions options = new LabOptions(servers, windows, waves, accounts, Optional.ofNullable(intake), seed, faults,
        speed, exit, processes, jvms, harm, crashPoints, new LabPorts(portOffset), Optional.ofNullable(data),
        drills, poison, canary, new Versions(Optional.ofNullable(record), Optional.ofNullable(upgrade)),
        new Goal(until, broken, shutdown || crashPoints > 0, estate(), estateBy, observe, keepTests));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    return new LabRun(options, worlds, out, Terminal.live(), Terminal.width()).run();
  }

  /** An agent is taken over only where somebody else has installed it. */
  private int estate() {
    boolean needed = crashPoints > 0 && estate == 0 && intake == null && data == null;
    return needed ? Math.ceilDiv(servers, SERVERS_PER_FOUND) : estate;
  }
}
