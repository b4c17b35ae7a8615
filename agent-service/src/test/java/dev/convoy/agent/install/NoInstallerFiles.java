package dev.convoy.agent.install;

import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.InstallerFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Nothing is pushed. */
public record NoInstallerFiles() implements InstallerFiles {

  @Override
  public HostFile newest(String region, InstallerFile file) {
    throw new AssertionError("an installer was asked for that is not pushed");
  }

  /** Where nobody counts what is pushed. */
  public static PushMetrics uncounted() {
    return new PushMetrics(new SimpleMeterRegistry());
  }
}
