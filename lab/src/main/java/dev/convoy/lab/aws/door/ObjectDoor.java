package dev.convoy.lab.aws.door;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.door.SideDoor.RefusedException;
import dev.convoy.lab.aws.door.SideDoor.Request;
import dev.convoy.lab.aws.door.SideDoor.Route;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects of S3 that MGN reads and writes, for the simulator has no S3. */
public final class ObjectDoor {

  /** @param text null to be told what is there */
  private record Stored(String bucket, String key, @Nullable String text) {}

  private final Cloud cloud;

  public ObjectDoor(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Its routes. */
  public List<Route> routes() {
    return List.of(new Route("PUT", "/_lab/objects", this::put));
  }

  private Object put(Request request) {
    var stored = request.as(Stored.class);
    if (stored.text() != null) {
      cloud.objects().put(stored.bucket(), stored.key(), stored.text());
    }
    var text = cloud.objects().get(stored.bucket(), stored.key());
    if (text == null) {
      throw new RefusedException(404, "NoSuchKey", "no object " + stored.key() + " in " + stored.bucket());
    }
    return Map.of("text", text);
  }
}
