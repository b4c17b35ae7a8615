package dev.convoy.lab.hosts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is wrong with a host, for good. */
public enum PlantedFault {
  @JsonProperty("none")
  NONE,
  /** Nothing listens on its port. */
  @JsonProperty("unreachable")
  UNREACHABLE,
  /** No credential is accepted. */
  @JsonProperty("authRefused")
  AUTH_REFUSED,
  /** Presents another host key than the pinned one (Linux only). */
  @JsonProperty("hostKeyChanged")
  HOST_KEY_CHANGED,
  /** The user may not act as root or administrator. */
  @JsonProperty("sudoDenied")
  SUDO_DENIED,
  /** Too little free space: the check says so and an installation fails. */
  @JsonProperty("diskFull")
  DISK_FULL,
  /** The installer ends with exit code 1. */
  @JsonProperty("installerFails")
  INSTALLER_FAILS,
  /** The installer never ends by itself; its time-out ends it with exit code 124. */
  @JsonProperty("installerHangs")
  INSTALLER_HANGS,
  /** Everything takes ten times as long. */
  @JsonProperty("slow")
  SLOW
}
