package dev.convoy.lab.world;

import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabFailure;

/** A part of the world as a component. */
final class Part implements LabComponent {

  /** Something that may fail. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private final String name;
  private final Step start;
  private final Step stop;
  private boolean running;

  private Part(String name, Step start, Step stop) {
    this.name = name;
    this.start = start;
    this.stop = stop;
  }

  static Part of(String name, Step start, Step stop) {
    return new Part(name, start, stop);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void start() {
    run(start, "did not start");
    running = true;
  }

  @Override
  public synchronized void stop() {
    if (running) {
      running = false;
      run(stop, "did not stop");
    }
  }

  @Override
  public synchronized boolean healthy() {
    return running;
  }

  private void run(Step step, String trouble) {
    try {
      step.run();
    } catch (LabFailure e) {
      throw e;
    } catch (Exception e) {
      throw new LabFailure("[CVY-9232] " + name + ": " + trouble + ": " + e.getMessage() + "; see the lab's log", e);
    }
  }
}
