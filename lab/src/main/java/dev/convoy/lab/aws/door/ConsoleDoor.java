package dev.convoy.lab.aws.door;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.Job;
import dev.convoy.lab.aws.cloud.Launches;
import dev.convoy.lab.aws.cloud.LifeCycleRules;
import dev.convoy.lab.aws.cloud.LifeCycleState;
import dev.convoy.lab.aws.cloud.Region;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.door.SideDoor.Request;
import dev.convoy.lab.aws.door.SideDoor.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What somebody else does in the console: jobs that carry no tag of ours. They are not in the ledger of calls. */
public final class ConsoleDoor {

  private record Draw(double draw) {}

  private final Cloud cloud;

  public ConsoleDoor(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(new Route("POST", "/_lab/foreign-jobs", this::startTest));
  }

  /** Starts a test of one server that is ready for one; answers an empty object when none is. */
  private Object startTest(Request request) {
    var draw = request.as(Draw.class).draw();
    for (var region : cloud.regions()) {
      var started = region.locked(now -> startTest(region, draw, now));
      if (started.isPresent()) {
        return started.get();
      }
    }
    return Map.of();
  }

  private static Optional<Map<String, String>> startTest(Region region, double draw, Instant now) {
    var ready = region.servers().stream().filter(s -> s.lifeCycle().state() == LifeCycleState.READY_FOR_TEST)
        .filter(s -> LifeCycleRules.refusal(LifeCycleRules.Action.START_TEST, region.standing(s, now)).isEmpty())
        .toList();
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    SourceServer server = ready.get((int) (draw * ready.size()));
    var job = new Launches(region).start(Job.Initiator.START_TEST, List.of(server), s -> null, Map.of(), now);
    return Optional.of(Map.of("jobId", job.id(), "sourceServerID", server.id(),
        "userProvidedId", Objects.requireNonNullElse(server.agent().userProvidedId(), "")));
  }
}
