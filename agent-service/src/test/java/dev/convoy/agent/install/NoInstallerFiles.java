package dev.convoy.agent.install;

import dev.convoy.agent.host.HostFile;

/** Nothing is pushed. */
public record NoInstallerFiles() implements InstallerFiles {

  @Override
  public HostFile newest(String region) {
    throw new AssertionError("an installer was asked for that is not pushed");
  }
}
