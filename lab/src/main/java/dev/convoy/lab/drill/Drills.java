package dev.convoy.lab.drill;

import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.ServerLine;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** The drills of a run, one wave beside the other. */
public final class Drills implements LabComponent {
  private final Set<Drill> drills;
  private final Supplier<Collection<ServerLine>> servers;
  private final PrintStream out;
  private final Cmdb cmdb;
  private final InventoryClient inventory;
  private final DrillReport report = new DrillReport();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile List<Thread> threads = List.of();

  /**
   * @param servers the latest known of every server
   * @param url of inventory-service
   */
  public Drills(Set<Drill> drills, Supplier<Collection<ServerLine>> servers, URI url, Cmdb cmdb,
      PrintStream out) {
    this.drills = drills;
    this.servers = servers;
    this.cmdb = cmdb;
    this.out = out;
    this.inventory = new InventoryClient(url);
  }

  @Override
  public String name() {
    return "drills";
  }

  @Override
  public void start() {
    var waves = servers.get().stream().filter(ServerLine::moves).map(ServerLine::wave).distinct().sorted().toList();
    var person = new WavePerson(inventory, cmdb);
    threads = Exercise.dealt(drills, waves).entrySet().stream()
        .map(wave -> new WaveDrill(wave.getKey(), wave.getValue(), servers, person, report, out, end))
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
  }

  @Override
  public boolean healthy() {
    return end.getCount() > 0;
  }
}
