package dev.convoy.lab.run;

import dev.convoy.lab.verify.Expectations;
import dev.convoy.lab.drill.Drills;
import dev.convoy.lab.verify.Verdict;
import dev.convoy.lab.verify.Verifier;
import dev.convoy.schemas.AvroModel;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/** A run of the lab from nothing to the last line. */
public final class LabRun {
  /** Exit code after Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private final LabOptions options;
  private final LabWorld.Factory worlds;
  private final PrintStream out;
  private final ProgressPrinter printer;
  private final ComponentStack running = new ComponentStack();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final ReentrantLock cleaning = new ReentrantLock();
  private final long start = System.nanoTime();
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
    options.ports().requireFree();
    LabFolder own = LabFolder.open(options);
    folder = own;
    try {
      LabLogging.toFiles(own);
      AvroModel.get();
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "lab-stop"));
      onInterrupt();
      boolean good = migrate(own, worlds.create(options, own));
      if (!options.exit() && !stopping()) {
        out.println("The lab goes on: REST on " + options.ports().inventoryUrl() + "; Ctrl-C ends it");
        interrupted.await();
      }
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
    StatusWatch watch = new LabStart(options, own, world, running, out).all();
    Intake intake = new Intake(options, watch, out);
    int servers = options.intake().isPresent() ? intake.post(options.intake().get(), world.intake())
        : intake.declare(world.declarations());
    CrashScenario crashes = new CrashScenario(crashPlan(options, own), options.ports(), out);
    crashes.prepare();
    new WaveStarts(options, out).start(List.copyOf(watch.servers()));
    Drills drills = new Drills(options.drills(), watch::servers, options.ports().inventoryUrl(), out);
    running.start(List.of(drills), 1);
    WaveProgress progress = new WaveProgress(watch, servers, options.speed());
    Engineer engineer = new Engineer(world.planted(), options.ports().inventoryUrl(), out);
    while (!(progress.over() && crashes.over(watch.servers()) && drills.over())
        && !interrupted.await(500, TimeUnit.MILLISECONDS)) {
      engineer.look(watch.servers());
      printer.show(watch.servers());
      crashes.follow(watch.servers());
    }
    if (stopping()) {
      return false;
    }
    printer.show(watch.servers());
    if (!options.drills().isEmpty()) {
      out.println(drills.line());
    }
    return crashes.complete() & tell(world, servers, drills.withdrawn());
  }

  static CrashPlan crashPlan(LabOptions options, LabFolder folder) {
    return new CrashPlan(options.crashPoints(), options.processes(), folder.resolve("crash-points"));
  }

  private boolean stopping() {
    return interrupted.getCount() == 0 || running.stopping();
  }

  private boolean tell(LabWorld world, int servers, int withdrawn) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    LabPorts ports = options.ports();
    Verdict verdict = new Verifier(ports.bootstrapServers(), ports.registryUrl(), ports.awsUrl(),
        Expectations.of(world.environmentsFile())).verify(true);
    LabResult result = new LabResult(servers, verdict, world.planted(), withdrawn, options.seed(), seconds);
    verdict.findings().forEach(out::println);
    out.println(verdict.examined());
    result.unexpected().forEach(out::println);
    out.println(result.line());
    return result.good();
  }

  /** The first Ctrl-C ends everything in order, the second at once; children notice and end by themselves. */
  private void onInterrupt() {
    Signal.handle(new Signal("INT"), signal -> {
      if (interrupted.getCount() == 0) {
        Runtime.getRuntime().halt(INTERRUPTED);
      }
      interrupted.countDown();
      Thread.ofPlatform().name("lab-interrupted").start(() -> System.exit(INTERRUPTED));
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
        own.close();
      }
    } finally {
      cleaning.unlock();
    }
  }
}
