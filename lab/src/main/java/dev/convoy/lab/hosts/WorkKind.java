package dev.convoy.lab.hosts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Kinds of work on a host, as the ledger names them. */
public enum WorkKind {
  @JsonProperty("check")
  CHECK,
  @JsonProperty("install")
  INSTALL,
  @JsonProperty("quiesce")
  QUIESCE,
  @JsonProperty("resume")
  RESUME,
  @JsonProperty("remove")
  REMOVE,
  @JsonProperty("shutdown")
  SHUTDOWN,
  @JsonProperty("power-on")
  POWER_ON,
  @JsonProperty("copy")
  COPY,
  @JsonProperty("grant")
  GRANT,
  @JsonProperty("revoke")
  REVOKE,
  @JsonProperty("status")
  STATUS,
  @JsonProperty("upload")
  UPLOAD,
  /** A file that was pushed has arrived whole; its operation is its SHA-512. */
  @JsonProperty("push")
  PUSH;

  /** The kind that {@code start} can run under this name. */
  static Optional<WorkKind> startable(String name) {
    return Stream.of(INSTALL, QUIESCE, RESUME, REMOVE, SHUTDOWN, COPY, GRANT, REVOKE).filter(kind -> kind.label().equals(name)).findFirst();
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
