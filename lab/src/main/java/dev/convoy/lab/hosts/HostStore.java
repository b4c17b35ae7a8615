package dev.convoy.lab.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the state of each host in a file of its own, {@code <server id>.json}, readable by its owner only. */
final class HostStore {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final @Nullable Path folder;

  /** Without a folder nothing is kept. */
  HostStore(@Nullable Path folder) {
    this.folder = folder;
  }

  HostState load(String serverId) throws IOException {
    if (folder == null || !Files.exists(folder.resolve(serverId + ".json"))) {
      return HostState.NEW;
    }
    return JSON.readValue(Files.readString(folder.resolve(serverId + ".json")), HostState.class);
  }

  void save(String serverId, HostState state) {
    if (folder == null) {
      return;
    }
    try {
      PrivateFile.replace(folder.resolve(serverId + ".json"), JSON.writeValueAsString(state));
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9114] " + serverId + ": state not written; free disk space", e);
    }
  }
}
