package dev.convoy.lab.aws.cloud;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The state of the cloud in a JSON file that is replaced as a whole. */
public final class StateFile {

  private static final JsonMapper MAPPER = JsonMapper.builder()
      .changeDefaultVisibility(v -> v
          .withVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .withVisibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
          .withVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY))
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  private final Path file;

  public StateFile(Path file) {
    this.file = file;
  }

  /** What was saved last, or the state of a first start. */
  public Cloud.State load(Instant now) {
    if (!Files.exists(file)) {
      return Cloud.State.empty(now);
    }
    return MAPPER.readValue(file, Cloud.State.class);
  }

  /** A copy that shares nothing with the original. */
  static Region.State copy(Region.State state) {
    return MAPPER.convertValue(state, Region.State.class);
  }

  /** Saves all. Each region is written while its lock is held. */
  public void save(Cloud cloud) {
    var root = (ObjectNode) MAPPER.valueToTree(cloud.frame());
    var regions = root.putArray("regions");
    for (var region : cloud.regions()) {
      JsonNode state = region.locked(now -> MAPPER.valueToTree(region.state()));
      regions.add(state);
    }
    try {
      var folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      var part = Files.createTempFile(folder, file.getFileName().toString(), ".part");
      MAPPER.writeValue(part, root);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9403] AWS simulator: could not save " + file + "; check space and rights", e);
    }
  }
}
