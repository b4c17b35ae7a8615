package dev.convoy.lab.canary;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A planted secret.
 *
 * @param name what it is, for a person
 * @param text found nowhere by accident: at least 16 characters
 * @param source file that holds it rightly, so that the search can be tried there; empty when only memory does
 */
public record Canary(String name, String text, Optional<Path> source) {

  /** Refuses what would be found by accident. */
  public Canary {
    if (text.length() < 16) {
      throw new IllegalArgumentException("canary " + name + " is too short to be told from other text");
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Canary[" + name + "]";
  }
}
