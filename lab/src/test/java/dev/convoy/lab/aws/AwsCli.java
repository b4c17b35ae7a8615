package dev.convoy.lab.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The AWS CLI of this machine, if it is one that Python scripts can drive: version 1, which brings botocore. */
record AwsCli(Path command, Path python) {

  private static final long PATIENCE_SECONDS = 240;

  /** What a program printed and how it ended. */
  record Ended(int code, String out, String err) {}

  /** Looks on the PATH, past the shims of pyenv; empty if there is none or its Python lacks botocore. */
  static Optional<AwsCli> find() throws IOException, InterruptedException {
    for (var command : commands()) {
      var first = firstLine(command);
      var interpreter = Path.of(first.startsWith("#!/") ? first.substring(2).split(" ", 2)[0] : "/none");
      if (Files.isExecutable(interpreter) && interpreter.getFileName().toString().startsWith("python")
          && run(List.of(interpreter.toString(), "-c", "import awscli.clidriver, botocore"), Map.of()).code() == 0) {
        return Optional.of(new AwsCli(command, interpreter));
      }
    }
    return Optional.empty();
  }

  private static List<Path> commands() throws IOException, InterruptedException {
    var folders = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1)).map(Path::of).toList();
    var found = new ArrayList<>(in(folders, "aws").toList());
    if (in(folders, "pyenv").findAny().isPresent()) {
      var behind = run(List.of("pyenv", "which", "aws"), Map.of());
      Stream.of(behind.out().strip()).filter(text -> behind.code() == 0).map(Path::of).forEach(found::add);
    }
    return found;
  }

  private static Stream<Path> in(List<Path> folders, String name) {
    return folders.stream().map(folder -> folder.resolve(name)).filter(Files::isExecutable);
  }

  private static String firstLine(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(256), java.nio.charset.StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    }
  }

  /** Runs a Python script against a simulator. */
  Ended script(Path script, URI endpoint, Path home) throws IOException, InterruptedException {
    return run(List.of(python.toString(), "-B", script.toString()), environment(endpoint, home));
  }

  /** Runs the command itself, in a process of its own. */
  Ended aws(URI endpoint, Path home, String... arguments) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(python.toString(), command.toString()));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--endpoint-url", endpoint.toString(), "--output", "json"));
    return run(words, environment(endpoint, home));
  }

  /** Credentials of AWS's documentation, one attempt for each call, nothing of the user's own settings. */
  private static Map<String, String> environment(URI endpoint, Path home) {
    return Map.of("CONVOY_ENDPOINT", endpoint.toString(), "HOME", home.toString(), "AWS_MAX_ATTEMPTS", "1",
        "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_DEFAULT_REGION", "eu-central-1", "AWS_EC2_METADATA_DISABLED", "true", "NO_PROXY", "*",
        "AWS_CONFIG_FILE", home.resolve("config").toString());
  }

  private static Ended run(List<String> words, Map<String, String> environment) throws IOException, InterruptedException {
    var out = Files.createTempFile("aws", ".out");
    var err = Files.createTempFile("aws", ".err");
    try {
      var builder = new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException(words + " did not end in " + PATIENCE_SECONDS + " s: " + Files.readString(err));
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
