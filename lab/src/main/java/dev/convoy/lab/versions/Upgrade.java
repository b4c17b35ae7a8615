package dev.convoy.lab.versions;

import dev.convoy.events.common.Stage;
import dev.convoy.lab.run.LabFailure;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes the build of the services in the middle of a wave, one service after the other, and back: to this build when
 * half of the servers replicate, back when half have passed their test.
 */
public final class Upgrade {

  /** A service that can be started from another build. */
  public interface Service {
    /** Its name. */
    String name();

    /** Stops it in order, starts it from the class path, and returns when it is up. Throws {@link LabFailure}. */
    void changeTo(List<String> classPath);
  }

  private enum Turn {
    FORWARD(Stage.REPLICATION_STARTED), BACK(Stage.TEST_PASSED);

    private final Stage stage;

    Turn(Stage stage) {
      this.stage = stage;
    }
  }

  private final List<Service> services;
  private final List<String> otherBuild;
  private final List<String> thisBuild;
  private final Consumer<String> notes;
  private final long[] seconds = new long[Turn.values().length];
  private int begun;
  private @Nullable CompletableFuture<Void> turning;

  /** @param notes takes a line for each change */
  public Upgrade(List<Service> services, List<String> otherBuild, List<String> thisBuild, Consumer<String> notes) {
    this.services = services;
    this.otherBuild = otherBuild;
    this.thisBuild = thisBuild;
    this.notes = notes;
  }

  /** Looks at the stages of the servers, and begins the next turn when its time has come. */
  public void follow(Collection<Stage> stages) {
    if (busy() || begun == Turn.values().length) {
      return;
    }
    Turn next = Turn.values()[begun];
    long there = stages.stream().filter(stage -> stage.compareTo(next.stage) >= 0).count();
    if (there * 2 >= stages.size()) {
      begun++;
      turning = CompletableFuture.runAsync(() -> turn(next), Thread::startVirtualThread);
    }
  }

  private boolean busy() {
    CompletableFuture<Void> current = turning;
    if (current != null && current.isCompletedExceptionally()) {
      current.join();
    }
    return current != null && !current.isDone();
  }

  private void turn(Turn turn) {
    long start = System.nanoTime();
    for (Service service : services) {
      notes.accept("upgrade: " + service.name() + (turn == Turn.FORWARD ? " to this build" : " to the other build"));
      service.changeTo(turn == Turn.FORWARD ? thisBuild : otherBuild);
    }
    seconds[turn.ordinal()] = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }

  /** True when both turns are over. */
  public boolean over() {
    return begun == Turn.values().length && !busy();
  }

  /** What was done. */
  public String line() {
    return "UPGRADED services=" + services.size() + " turns=" + begun + " there-seconds=" + seconds[0]
        + " back-seconds=" + seconds[1];
  }
}
