package dev.convoy.lab.registry;

import dev.convoy.lab.run.LabFailure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the unpacked registry. */
final class RegistryHome {
  private static final String PROPERTY = "convoy.registry.home";
  private static final String MARK = "quarkus-run.jar";

  private RegistryHome() {}

  /** The folder that the property names, else {@code registry} beside the lab's jar or classes. */
  static Path find() {
    String named = System.getProperty(PROPERTY);
    Path home = named != null ? Path.of(named) : besideTheCode();
    if (!Files.isReadable(home.resolve(MARK))) {
      throw new LabFailure("[CVY-9221] registry: no " + MARK + " in " + home
          + "; build with mvn package, or set -D" + PROPERTY);
    }
    return home.toAbsolutePath();
  }

  private static Path besideTheCode() {
    try {
      Path code = Path.of(RegistryHome.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.resolveSibling("registry");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
