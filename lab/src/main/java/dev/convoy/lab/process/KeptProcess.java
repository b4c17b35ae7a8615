package dev.convoy.lab.process;

import dev.convoy.lab.chaos.Victim;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A component of the lab in a process of its own, which can be killed and started again on its data. */
public abstract class KeptProcess implements LabComponent, Victim {
  /** A machine with other work on its cores may need minutes for what takes seconds alone. */
  private static final Duration START_LIMIT = Duration.ofMinutes(4);

  private final Duration grace;
  private @Nullable ChildProcess process;
  private boolean wanted;

  /** @param grace from SIGTERM to kill -9 */
  protected KeptProcess(Duration grace) {
    this.grace = grace;
  }

  /** Looks for what would keep it from starting, and says what to run; throws {@link LabFailure}. */
  protected abstract JavaProgram program();

  /** True when whoever asks it is served. */
  protected abstract boolean serves();

  /** What is to be done once it serves; false when it could not be. */
  protected boolean prepare() {
    return true;
  }

  /** Says that it did not become ready, and where to look. */
  protected abstract LabFailure failure();

  @Override
  public final synchronized void start() {
    wanted = true;
    ChildProcess started = ChildProcess.start(program());
    process = started;
    boolean ready = Condition.holdsWithin(START_LIMIT, () -> !started.alive() || serves());
    if (!ready || !started.alive() || !prepare()) {
      end();
      throw failure();
    }
  }

  @Override
  public final synchronized void stop() {
    wanted = false;
    end();
  }

  private void end() {
    ChildProcess running = process;
    if (running != null) {
      process = null;
      running.stop(grace);
    }
  }

  @Override
  public final synchronized boolean healthy() {
    return alive() && serves();
  }

  /** What every service writes stands on it, but it is none. */
  @Override
  public final String service() {
    return "";
  }

  @Override
  public final synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  @Override
  public final synchronized void revive() {
    if (wanted && !alive()) {
      start();
    }
  }

  @Override
  public final synchronized void freeze(Duration time) {
    if (process != null) {
      process.freeze(time);
    }
  }

  @Override
  public final synchronized void thaw() {
    if (process != null && process.alive()) {
      process.thaw();
    }
  }

  private boolean alive() {
    return process != null && process.alive();
  }
}
