package dev.convoy.agent.install;

import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.InstallerFile;
import dev.convoy.agent.remote.PushFailure;

/** Installers that are kept here, for hosts that cannot download them. */
public interface InstallerFiles {

  /**
   * The newest installer of a region that can be had, verified; downloads it where it is not here.
   *
   * @throws PushFailure {@code INSTALLER_MISSING} if there is none, {@code INSTALLER_ALTERED} if it is not the published one
   */
  HostFile newest(String region, InstallerFile file) throws PushFailure;
}
