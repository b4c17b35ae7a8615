package dev.convoy.lab.world;

import dev.convoy.events.common.OsFamily;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

/**
 * A site whose hosts cannot download an installer, and whose agent-service can neither: the installers lie in its folder, as a
 * person would have put them there. What they hold is nothing; simulated hosts do not run it.
 */
final class OfflineSite {
  /** More than a part of a push, so that each goes in several. */
  private static final Map<OsFamily, Integer> BYTES = Map.of(OsFamily.LINUX, 300 * 1024, OsFamily.WINDOWS, 600 * 1024);

  private final Path folder;

  /** @param conf folder of the settings of a lab */
  OfflineSite(Path conf) {
    this.folder = conf.resolve("installers");
  }

  /** Puts the installers there. Settings of agent-service that have them pushed. */
  Map<String, String> settings() {
    try {
      Files.createDirectories(folder);
      put(OsFamily.LINUX, LabNetwork.REGION + ".sha512");
      put(OsFamily.WINDOWS, LabNetwork.REGION + "-windows.sha512");
    } catch (IOException e) {
      throw new LabFailure("[CVY-9331] lab: installers not written to " + folder + ": " + e.getMessage() + "; check the disk", e);
    }
    return Map.of(
        "convoy.agent.installer-sites." + LabNetwork.OFFLINE_SITE + ".source", "push",
        "convoy.agent.installer-cache", folder.toString(),
        "convoy.agent.installer-push-from", "cache");
  }

  private void put(OsFamily family, String pointer) throws IOException {
    Files.write(folder.resolve(sha512(family)), installer(family));
    Files.writeString(folder.resolve(pointer), sha512(family) + "\n");
  }

  /** What the installer of a family has to have when it has arrived. */
  static String sha512(OsFamily family) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(installer(family)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] installer(OsFamily family) {
    byte[] bytes = new byte[BYTES.getOrDefault(family, 0)];
    new Random(family.ordinal()).nextBytes(bytes);
    return bytes;
  }
}
