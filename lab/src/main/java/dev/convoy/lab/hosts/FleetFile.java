package dev.convoy.lab.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A fleet as a JSON file, so that it can run as a process of its own. */
public record FleetFile(FleetSettings settings, List<SimulatedHost> hosts) {
  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Reads a file that {@link #write} or a person wrote. */
  public static FleetFile read(Path file) throws IOException {
    return JSON.readValue(Files.readString(file), FleetFile.class);
  }

  /** Writes the file, readable by its owner only: it holds the lab's passwords. */
  public void write(Path file) throws IOException {
    PrivateFile.replace(file, JSON.writeValueAsString(this));
  }
}
