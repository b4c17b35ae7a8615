package dev.convoy.lab.canary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Every file below a folder: logs, state stores, the broker's segments with what was never committed, the registry's
 * data, temporary files.
 */
final class FilePlaces {
  private final Path root;
  private final Set<Path> rightful;
  private final CanarySearch search;

  /** @param rightful files and folders that may hold secrets */
  FilePlaces(Path root, Set<Path> rightful, CanarySearch search) {
    this.root = root;
    this.rightful = rightful;
    this.search = search;
  }

  void look(Findings findings) {
    try {
      Files.walkFileTree(root, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
          return rightful.contains(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          if (attributes.isRegularFile() && !rightful.contains(file)) {
            look(file, findings);
          }
          return FileVisitResult.CONTINUE;
        }

        /** Stores and segments come and go while the services run. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void look(Path file, Findings findings) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      findings.looked(Findings.Place.FILE, "file " + root.relativize(file), search.in(in));
    } catch (IOException e) {
      if (Files.exists(file)) {
        throw e;
      }
    }
  }
}
