package dev.convoy.lab.run;

/** A part of the lab that is started and stopped with it. */
public interface LabComponent {

  /** Its name for a person: {@code broker}. */
  String name();

  /** Starts it and returns when it can be used. Throws {@link LabFailure} with one clear line when it cannot. */
  void start();

  /** Stops it and waits until nothing of it is left. Does nothing when it is not started. */
  void stop();

  /** True while it does its work. */
  boolean healthy();
}
