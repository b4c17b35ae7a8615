package dev.convoy.agent.install;

import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.InstallerFile;

/** Nothing is pushed. */
public record NoInstallerFiles() implements InstallerFiles {

  @Override
  public HostFile newest(String region, InstallerFile file) {
    throw new AssertionError("an installer was asked for that is not pushed");
  }
}
