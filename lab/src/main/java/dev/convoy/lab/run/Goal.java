package dev.convoy.lab.run;

/**
 * How far a run goes, and with how many broken hosts.
 *
 * @param broken hosts that are broken, each way of {@link dev.convoy.lab.fleetplan.BrokenHost} in its turn
 * @param shutdown true when sources are shut down after their drain
 * @param estate servers that somebody else has set up in MGN before, at each stage in its turn; 0 = none
 * @param by with what they did so
 * @param observe true when the services only observe at first, with the waves begun
 * @param keepTests true when test instances are kept for people
 */
public record Goal(Until until, int broken, boolean shutdown, int estate, EstateBy by, boolean observe, boolean keepTests) {

  /** An estate that was set up in the console; test instances are terminated at once. */
  public Goal(Until until, int broken, boolean shutdown, int estate) {
    this(until, broken, shutdown, estate, EstateBy.console, false, false);
  }

  /** Nobody has set up anything before. */
  public Goal(Until until, int broken, boolean shutdown) {
    this(until, broken, shutdown, 0);
  }

  /** Sources are left running. */
  public Goal(Until until, int broken) {
    this(until, broken, false);
  }

  /** When a server has come far enough. */
  public enum Until {
    /** The cutover is finalized. */
    finalized,
    /** The agent is installed. */
    installed
  }

  /** With what somebody else has set up an estate. */
  public enum EstateBy {
    /** From inside the simulator, in no time. */
    console,
    /** By commands of the AWS CLI of this machine. */
    cli
  }

  /** Every server is to be moved, and no host is broken. */
  public static final Goal ALL = new Goal(Until.finalized, 0);

  /** True when a run ends before anything is tested or cut over. */
  public boolean installed() {
    return until == Until.installed;
  }

  /** Throws {@link LabFailure} where a run cannot be brought to this end. */
  void check(int servers, boolean plain) {
    if (broken < 0 || broken > servers || broken > 0 && !installed()) {
      throw new LabFailure("[CVY-9290] lab: --broken " + broken + " hosts of " + servers + " and --until " + until
          + " do not go together; give --until installed and no more broken hosts than servers");
    }
    if (estate < 0 || estate > servers || estate > 0 && (installed() || !plain)) {
      throw new LabFailure("[CVY-9290] lab: --estate " + estate + " of " + servers + " servers cannot be judged so; give no more "
          + "than there are, and leave out --until, --data, --intake, --drill, --poison, --canary, --upgrade and "
          + "--faults other than none");
    }
    if (keepTests && (installed() || estate > 0)) {
      throw new LabFailure("[CVY-9290] lab: --keep-tests needs tests of every server; leave out --until installed and --estate");
    }
    if (estate == 0 && (by == EstateBy.cli || observe) || observe && estate != servers) {
      throw new LabFailure("[CVY-9290] lab: --estate-by and --observe have nothing to go by; give --estate, and with --observe as many"
          + " as there are --servers");
    }
    if (installed() && !plain) {
      throw new LabFailure("[CVY-9290] lab: --until installed judges installations only; leave out --intake, --drill, "
          + "--crash-points, --poison, --canary, --upgrade and --faults other than none");
    }
  }
}
