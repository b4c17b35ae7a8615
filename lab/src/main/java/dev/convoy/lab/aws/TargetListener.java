package dev.convoy.lab.aws;

/** Plays the software on launched instances. Called by one thread, in order; instances of a kept state come up again. */
public interface TargetListener {

  /** An instance runs and has booted, after its launch or after a stop. */
  void booted(InstanceView instance);

  /** A booted instance stops or terminates. */
  void gone(InstanceView instance);

  /** Launched instances on which nothing answers. */
  static TargetListener none() {
    return new TargetListener() {
      @Override
      public void booted(InstanceView instance) {}

      @Override
      public void gone(InstanceView instance) {}
    };
  }
}
