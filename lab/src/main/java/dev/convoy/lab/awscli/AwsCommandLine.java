package dev.convoy.lab.awscli;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The AWS CLI of this machine, whichever version, as somebody uses it who knows nothing of Convoy. Each command is a process of its
 * own, which sees no setting of the user: credentials, region and retries are in its environment.
 */
public final class AwsCommandLine {

  private static final String REMEDY =
      "install the AWS CLI so that `aws` is on the PATH (pip install awscli), or leave out --estate-by cli";

  /** A command takes a second of CPU to start; on a machine that is busy much longer. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int QUOTED = 600;

  /**
   * Where its calls go, and as whom.
   *
   * @param folder for the answers of its commands; it has to be there
   */
  public record Target(URI endpoint, String region, String accessKeyId, Path folder) {}

  private final Path command;
  private final Target target;
  private final AtomicInteger commands = new AtomicInteger();

  private AwsCommandLine(Path command, Target target) {
    this.command = command;
    this.target = target;
  }

  /**
   * Looks for it and tries it.
   *
   * @param path folders as in PATH
   * @throws LabFailure CVY-9278 if there is none, or it does not start
   */
  public static AwsCommandLine find(String path, Target target) {
    var found = on(path).orElseThrow(() -> new LabFailure("[CVY-9278] lab: there is no AWS CLI on the PATH; " + REMEDY));
    var cli = new AwsCommandLine(found, target);
    cli.ended(List.of(found.toString(), "--version"));
    return cli;
  }

  private static Optional<Path> on(String path) {
    return Stream.of(path.split(java.io.File.pathSeparator, -1)).filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "aws")).filter(Files::isRegularFile).filter(Files::isExecutable).findFirst();
  }

  /** How many commands it has run, without the first, which only says its version. */
  public int commands() {
    return commands.get();
  }

  /**
   * Runs a command.
   *
   * @return what it prints; a missing node for nothing
   * @throws LabFailure CVY-9278 if it ends with an error or not in time
   */
  public JsonNode run(String... arguments) {
    commands.incrementAndGet();
    var words = new ArrayList<>(List.of(command.toString()));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--endpoint-url", target.endpoint().toString(), "--output", "json"));
    var printed = ended(words);
    try {
      return JsonMapper.shared().readTree(printed.isBlank() ? "{}" : printed);
    } catch (JacksonException e) {
      throw failed(words, "prints no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private String ended(List<String> words) {
    try {
      var out = Files.createTempFile(target.folder(), "aws", ".out");
      var err = Files.createTempFile(target.folder(), "aws", ".err");
      try {
        return ended(words, out, err);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw failed(words, "could not be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(words, "was interrupted", e);
    }
  }

  private String ended(List<String> words, Path out, Path err) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment());
    var process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw failed(words, "did not end within " + PATIENCE, null);
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw failed(words, "ended with " + process.exitValue() + ": " + Files.readString(err).strip(), null);
    }
    return Files.readString(out);
  }

  /** Credentials in the form of AWS's documentation, one attempt for each call, and no file of the user's. */
  private Map<String, String> environment() {
    return Map.of("AWS_ACCESS_KEY_ID", target.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_DEFAULT_REGION", target.region(), "AWS_MAX_ATTEMPTS", "1", "AWS_EC2_METADATA_DISABLED", "true",
        "AWS_PAGER", "", "NO_PROXY", "*", "AWS_CONFIG_FILE", target.folder().resolve("none").toString(),
        "AWS_SHARED_CREDENTIALS_FILE", target.folder().resolve("none").toString());
  }

  private static LabFailure failed(List<String> words, String what, @org.jspecify.annotations.Nullable Exception cause) {
    var line = String.join(" ", words.subList(1, words.size()));
    var text = "[CVY-9278] lab: aws " + line.substring(0, Math.min(QUOTED, line.length())) + " " + what + "; " + REMEDY;
    return cause == null ? new LabFailure(text) : new LabFailure(text, cause);
  }
}
