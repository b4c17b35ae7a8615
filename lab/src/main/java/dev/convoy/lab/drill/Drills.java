package dev.convoy.lab.drill;

import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.ServerLine;
import dev.convoy.lab.verify.Evidence;
import dev.convoy.lab.wayback.Onlooker;
import dev.convoy.lab.wayback.WaysBack;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;

/** The drills of a run, one wave beside the other. */
public final class Drills implements LabComponent {
  private final Set<Drill> drills;
  private final Supplier<Collection<ServerLine>> servers;
  private final PrintStream out;
  private final Onlooker onlooker;
  private final WavePerson person;
  private final Admissions admissions;
  private final InventoryClient inventory;
  private final DrillReport report = new DrillReport();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile List<Thread> threads = List.of();

  /**
   * @param servers the latest known of every server
   * @param accounts type of the last event about the break-glass account of a server
   * @param sourcesGoOff true where sources are shut down
   * @param url of inventory-service
   * @param onlooker looks at servers that were rolled back; started and stopped with the drills
   */
  public Drills(Set<Drill> drills, Supplier<Collection<ServerLine>> servers, Function<String, Optional<String>> accounts,
      boolean sourcesGoOff, URI url, Cmdb cmdb, Onlooker onlooker, PrintStream out) {
    this.drills = drills;
    this.servers = servers;
    this.out = out;
    this.onlooker = onlooker;
    this.inventory = new InventoryClient(url);
    this.person = new WavePerson(inventory, cmdb);
    this.admissions = new Admissions(person, accounts, sourcesGoOff);
  }

  @Override
  public String name() {
    return "drills";
  }

  @Override
  public void start() {
    var waves = servers.get().stream().filter(ServerLine::moves).map(ServerLine::wave).distinct().sorted().toList();
    if (rollsBack()) {
      onlooker.start();
    }
    threads = Exercise.dealt(drills, waves).entrySet().stream()
        .map(wave -> new WaveDrill(wave.getKey(), wave.getValue(), servers, person, admissions, onlooker, report, out, end))
        .map(drill -> Thread.ofPlatform().daemon().name("drill").start(drill)).toList();
  }

  /** True when there is nothing left to do. */
  public boolean over() {
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** How many servers were taken out of the migration. */
  public int withdrawn() {
    return report.withdrawn();
  }

  /** What became of break-glass accounts, going by this evidence. */
  public AdmissionsResult admissions(Evidence evidence) {
    return new AdmissionsResult(admissions.servers(), evidence.events(), evidence.hostWork());
  }

  /** How servers were found that were rolled back; empty unless that is drilled. */
  public Optional<WaysBack> waysBack(Evidence evidence) {
    return rollsBack() ? Optional.of(onlooker.judge(evidence)) : Optional.empty();
  }

  private boolean rollsBack() {
    return drills.contains(Drill.rollback);
  }

  /** What was done, in one line. */
  public String line() {
    return report.line();
  }

  @Override
  public void stop() {
    end.countDown();
    inventory.close();
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    onlooker.stop();
  }

  @Override
  public boolean healthy() {
    return end.getCount() > 0;
  }
}
