package dev.convoy.lab.aws.door;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.door.SideDoor.RefusedException;
import dev.convoy.lab.aws.door.SideDoor.Request;
import dev.convoy.lab.aws.door.SideDoor.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts secrets into Secrets Manager; nothing is told of those that are there. */
public final class SecretDoor {

  /**
   * A secret to put there.
   *
   * @param stage null = AWSCURRENT
   * @param text empty = bytes, no text; null = marked for deletion
   */
  private record Planted(String account, String region, String name, @Nullable String stage, @Nullable String text) {
    @Override
    public String toString() {
      return "Planted[" + name + ", ***]";
    }
  }

  private final Cloud cloud;

  public SecretDoor(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(new Route("PUT", "/_lab/secrets", this::put));
  }

  private Object put(Request request) {
    var planted = request.as(Planted.class);
    if (!cloud.sessions().hasAccount(planted.account())) {
      throw new RefusedException(400, "ValidationException", "the lab has no account " + planted.account());
    }
    if (planted.text() == null) {
      cloud.secrets().delete(planted.account(), planted.region(), planted.name());
      return Map.of();
    }
    return Map.of("arn", cloud.secrets().put(planted.account(), planted.region(), planted.name(),
        Objects.requireNonNullElse(planted.stage(), "AWSCURRENT"), planted.text(), Instant.now()).arn());
  }
}
