package dev.convoy.lab.versions;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run has to do with other versions.
 *
 * @param record folder that takes the history of this run
 * @param upgrade {@code lab/target} of another build: the services start from it, change to this one in the middle of
 *     the wave, and back
 */
public record Versions(Optional<Path> record, Optional<Path> upgrade) {

  /** Nothing. */
  public static Versions none() {
    return new Versions(Optional.empty(), Optional.empty());
  }

  /**
   * Checks what it needs of a run.
   *
   * @param processes true when each service has a JVM of its own
   * @param calm true when nothing harms the services on purpose
   */
  public void check(boolean processes, boolean calm) {
    if (record.isPresent() && (processes || !calm)) {
      throw new LabFailure("[CVY-9281] lab: --record writes down what a run without crashes decides in one JVM; "
          + "leave out --processes, --chaos and --crash-points");
    }
    if (upgrade.isPresent() && !processes) {
      throw new LabFailure("[CVY-9282] lab: --upgrade starts services from another build; add --processes");
    }
  }

  /**
   * Class path of the other build; empty when there is none.
   *
   * @throws LabFailure if the folder holds no build
   */
  public Optional<List<String>> otherClassPath() {
    return upgrade.map(folder -> {
      try (Stream<Path> files = Files.list(folder)) {
        Path jar = files.filter(file -> file.getFileName().toString().matches("lab-[0-9].*(?<!-tests|-sources)\\.jar"))
            .findFirst().orElseThrow(() -> new LabFailure(noBuild(folder)));
        return List.of(jar.toAbsolutePath().toString(), folder.resolve("lib").toAbsolutePath() + "/*");
      } catch (IOException e) {
        throw new LabFailure(noBuild(folder), e);
      }
    });
  }

  private static String noBuild(Path folder) {
    return "[CVY-9283] lab: " + folder + " holds no build; give the lab/target of a checkout that was built with "
        + "mvn -DskipTests package";
  }
}
