package dev.convoy.lab.run;

import dev.convoy.lab.aftercare.Aftercare;
import dev.convoy.lab.fleetplan.PlannedPark;
import dev.convoy.lab.limits.LimitsWatch;
import dev.convoy.lab.verify.CallCount;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.verify.Expectations;
import dev.convoy.lab.verify.PushedInstallers;
import dev.convoy.lab.verify.Verdict;
import dev.convoy.lab.verify.Verification;
import dev.convoy.lab.verify.Verifier;
import dev.convoy.schemas.AvroModel;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import sun.misc.Signal;

/** A run of the lab from nothing to the last line. */
public final class LabRun {
  /** Exit code after Ctrl-C. */
  public static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;
  private static final double MOST_CALLS = 2.0;

  private final LabOptions options;
  private final LabWorld.Factory worlds;
  private final PrintStream out;
  private final ProgressPrinter printer;
  private final ComponentStack running = new ComponentStack();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final ReentrantLock cleaning = new ReentrantLock();
  private final long start = System.nanoTime();
  private volatile boolean settled;
  private @Nullable LabFolder folder;

  /**
   * @param worlds makes the simulators
   * @param live true to redraw progress in place
   * @param width columns of the terminal
   */
  public LabRun(LabOptions options, LabWorld.Factory worlds, PrintStream out, boolean live, int width) {
    this.options = options;
    this.worlds = worlds;
    this.out = out;
    this.printer = new ProgressPrinter(out, live, width);
  }

  /**
   * Runs until every wave is done; then it ends, or goes on until it is interrupted.
   *
   * @return exit code: 0 = all done and nothing lost, duplicated or forbidden; 1 = not; 130 = interrupted
   */
  public int run() {
    options.intake().ifPresent(Intake::read);
    options.ports().requireFree(options.instances());
    LabFolder own = LabFolder.open(options);
    folder = own;
    try {
      LabLogging.toFiles(own);
      AvroModel.get();
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "lab-stop"));
      onInterrupt();
      onTermination();
      boolean good = migrate(own, worlds.create(options, own));
      if (!options.exit() && !stopping()) {
        out.println("The lab goes on: REST on " + options.ports().inventoryUrl() + "; Ctrl-C ends it");
        interrupted.await();
      }
      settled = good;
      return stopping() ? INTERRUPTED : good ? 0 : 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return INTERRUPTED;
    } catch (RuntimeException e) {
      if (stopping()) {
        return INTERRUPTED;
      }
      throw e;
    } finally {
      stop();
    }
  }

  private boolean migrate(LabFolder own, LabWorld world) throws InterruptedException {
    out.println((own.known() ? "Going on in " : "Lab in ") + own);
    world.leftOut().forEach(out::println);
    LabStart lab = new LabStart(options, own, world, running, out);
    StatusWatch watch = lab.all();
    Intake intake = new Intake(options, watch, out);
    int servers = options.intake().isPresent() ? intake.post(options.intake().get(), world.intake())
        : intake.declare(world.declarations());
    Trials trials = new Trials(options, own, world, lab, watch, printer::note, out);
    trials.prepare();
    new WaveStarts(options, Aftercare.waking(world.oddities()), out).start(List.copyOf(watch.servers()));
    if (options.goal().observe() && !stopping()) {
      trials.observe();
      lab.act();
    }
    LimitsWatch limits = new LimitsWatch(options.ports(), world::mostConnections);
    running.start(List.of(limits), 1);
    running.start(trials.begin(watch), 1);
    InstallationTrial installations = new InstallationTrial(options, world, limits, out);
    WaveProgress progress = new WaveProgress(watch, servers, options);
    while (!(progress.over() && trials.over(watch.servers())) && watch.healthy()
        && !interrupted.await(500, TimeUnit.MILLISECONDS)) {
      printer.show(watch.servers());
      trials.follow(watch.servers());
      if (options.goal().installed()) {
        installations.follow(watch.servers());
      }
    }
    if (stopping()) {
      out.println(limits.line());
      return false;
    }
    if (!watch.healthy()) {
      throw StatusWatch.failure();
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    boolean tried = trials.end();
    printer.show(watch.servers());
    world.calm();
    trials.lines().forEach(out::println);
    out.println(limits.line());
    return (options.goal().installed() ? installations.judge(servers, seconds) : tell(world, servers, trials, seconds))
        && tried;
  }

  private boolean stopping() {
    return interrupted.getCount() == 0 || running.stopping();
  }

  private boolean tell(LabWorld world, int servers, Trials trials, long seconds) {
    LabPorts ports = options.ports();
    Expectations expectations = Expectations.of(world.environmentsFile());
    Evidence evidence = new Verifier(ports.bootstrapServers(), ports.registryUrl(), ports.awsUrl(), expectations,
        LabPatience.OUTAGE).gather(true);
    Verdict verdict = Verification.of(evidence, expectations);
    LabResult result = new LabResult(servers, verdict, parks(world), trials.withdrawn(), options.seed(), seconds);
    PushedInstallers pushed = new PushedInstallers(world.pushed(), evidence.hostWork());
    List<String> missed = Stream.concat(trials.missed(evidence).stream(), pushed.faults()).toList();
    verdict.findings().forEach(out::println);
    out.println(verdict.examined());
    boolean thrifty = thrifty(world, servers);
    result.unexpected().forEach(out::println);
    missed.forEach(out::println);
    if (!world.oddities().isEmpty()) {
      out.println(trials.aftercare(evidence.events()).line());
    }
    trials.waysBack(evidence).ifPresent(each -> out.println(each.line()));
    if (options.extras()) {
      out.println(trials.extras(evidence).line());
    }
    if (options.goal().keepTests()) {
      out.println(trials.kept(evidence).line());
    }
    if (options.goal().estate() > 0) {
      out.println(trials.estate(evidence).line());
    }
    if (!world.pushed().isEmpty()) {
      out.println(pushed.line());
    }
    out.println(result.line());
    return result.good() && missed.isEmpty() && thrifty;
  }

  /** Servers that have to end parked, and how. */
  private static Map<String, PlannedPark> parks(LabWorld world) {
    Map<String, PlannedPark> parks = new HashMap<>(world.planted());
    world.oddities().forEach((id, oddity) -> oddity.park().ifPresent(park -> parks.put(id, park)));
    return parks;
  }

  /** R5: what planted faults do not answer for is at most twice what is needed. */
  private boolean thrifty(LabWorld world, int servers) {
    CallCount calls = CallCount.read(options.ports().awsUrl());
    Duration poll = DurationStyle.detectAndParse(
        world.settings(LabService.LAUNCH).getOrDefault("convoy.aws.poll-interval", "20s"));
    out.println(calls.line(servers, poll));
    out.println(calls.readsLine());
    boolean thrifty = options.faults() != LabOptions.Faults.storm || calls.ratio() <= MOST_CALLS;
    if (!thrifty) {
      out.println("[CVY-9273] lab: more than " + MOST_CALLS + " calls for each that was needed; see the ledger of the "
          + "AWS simulator");
    }
    return thrifty;
  }

  /** The first Ctrl-C ends everything in order, the second at once; children notice and end by themselves. */
  private void onInterrupt() {
    Signal.handle(new Signal("INT"), signal -> {
      settled = true;
      if (interrupted.getCount() == 0) {
        Runtime.getRuntime().halt(INTERRUPTED);
      }
      interrupted.countDown();
      Thread.ofPlatform().name("lab-interrupted").start(() -> System.exit(INTERRUPTED));
    });
  }

  /** SIGTERM: a person or what runs this wants it to end, so nobody has to find out why. */
  private void onTermination() {
    Signal.handle(new Signal("TERM"), signal -> {
      settled = true;
      Thread.ofPlatform().name("lab-terminated").start(() -> System.exit(TERMINATED));
    });
  }

  /** Stops and removes everything; whoever comes second waits until it is done. */
  private void stop() {
    cleaning.lock();
    try {
      running.stop();
      LabFolder own = folder;
      if (own != null) {
        folder = null;
        LabLogging.close();
        if (!settled) {
          out.println("[CVY-9287] lab: the run went wrong; its logs are in " + own.keepLogs());
        }
        own.close();
      }
    } finally {
      cleaning.unlock();
    }
  }
}
