package dev.convoy.agent.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a secret is: {@code file:/path} or {@code env:NAME}. Never the secret itself. */
public sealed interface SecretReference {

  /** What it holds now; the line end of a file that holds one line is not part of it. */
  Optional<String> read();

  /** What a file beside it holds now, whose name ends like this; only what is in a file has any. */
  default Optional<String> beside(String ending) {
    return Optional.empty();
  }

  /** A file, read at each use, so that it can be rotated. */
  record InFile(Path path) implements SecretReference {

    @Override
    public Optional<String> read() {
      try {
        String text = Files.readString(path);
        return Optional.of(text.lines().count() == 1 ? text.stripTrailing() : text).filter(value -> !value.isEmpty());
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    @Override
    public Optional<String> beside(String ending) {
      return new InFile(Path.of(path + ending)).read();
    }

    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /** A variable of the environment of this process. */
  record InEnvironment(String name, Map<String, String> environment) implements SecretReference {

    @Override
    public Optional<String> read() {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    @Override
    public String toString() {
      return "env:" + name;
    }
  }

  /**
   * Reads the written form.
   *
   * @throws IllegalArgumentException when it is neither form; the text is not repeated, as it may be a secret
   */
  static SecretReference parse(String text, Map<String, String> environment) {
    if (text.startsWith("file:") && text.length() > 5) {
      return new InFile(Path.of(text.substring(5)));
    }
    if (text.startsWith("env:") && text.length() > 4) {
      return new InEnvironment(text.substring(4), environment);
    }
    throw new IllegalArgumentException("must be file:/path or env:NAME, never the secret itself");
  }
}
