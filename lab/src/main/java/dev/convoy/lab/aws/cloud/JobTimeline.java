package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When the steps of a job happen; their order is that of MGN's job log. */
public final class JobTimeline {

  /** Kinds of steps. */
  public enum Kind {
    START, CLEANUP_START, CLEANUP_END, SNAPSHOT_START, SNAPSHOT_END, CONVERSION_START, CONVERSION_END, LAUNCH_START,
    LAUNCHED, END
  }

  /** A step at its time. */
  public record Step(Instant at, Kind kind) {}

  private JobTimeline() {}

  /**
   * Steps of a job that starts or replaces instances.
   *
   * @param cleanup an earlier instance of one of the servers has to go first
   */
  public static List<Step> launch(Instant created, SimulatedTime time, boolean cleanup) {
    var d = time.durations();
    var steps = new Steps(created, time).after(d.jobPending(), Kind.START);
    if (cleanup) {
      steps.now(Kind.CLEANUP_START).after(d.terminate(), Kind.CLEANUP_END);
    }
    return steps.now(Kind.SNAPSHOT_START).after(d.jobSnapshot(), Kind.SNAPSHOT_END)
        .now(Kind.CONVERSION_START).after(d.jobConversion(), Kind.CONVERSION_END)
        .now(Kind.LAUNCH_START).after(d.jobLaunch(), Kind.LAUNCHED).now(Kind.END).list;
  }

  /** Steps of a job that terminates instances. */
  public static List<Step> terminate(Instant created, SimulatedTime time) {
    var d = time.durations();
    return new Steps(created, time).after(d.jobPending(), Kind.START).now(Kind.CLEANUP_START)
        .after(d.terminate(), Kind.CLEANUP_END).now(Kind.END).list;
  }

  private static final class Steps {
    private final SimulatedTime time;
    private final List<Step> list = new ArrayList<>();
    private Instant at;

    Steps(Instant created, SimulatedTime time) {
      this.at = created;
      this.time = time;
    }

    Steps after(Duration simulated, Kind kind) {
      at = at.plus(time.onWall(simulated));
      return now(kind);
    }

    Steps now(Kind kind) {
      list.add(new Step(at, kind));
      return this;
    }
  }
}
