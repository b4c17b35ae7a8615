package dev.convoy.kit.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that is asked on its standard input and answers on its standard output. It is started by its path and fixed
 * arguments, without a shell: no value of an inventory is part of a command line. Of the environment of the service it gets what
 * programs need to find others, and what it is given by name.
 *
 * @param path absolute path of an executable file
 * @param arguments fixed arguments
 * @param pass names of environment variables of the service that it gets; their values are secrets
 * @param limit after which it is ended
 */
public record HookProgram(Path path, List<String> arguments, List<String> pass, Duration limit) {

  /** An answer that is longer is none. */
  public static final int MOST_OUTPUT = 1 << 20;

  private static final int MOST_COMPLAINT = 4096;
  private static final int SHORTEST_SECRET = 4;
  private static final List<String> USUAL = List.of("PATH", "HOME", "LANG", "TMPDIR");
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

  public HookProgram {
    arguments = List.copyOf(arguments);
    pass = List.copyOf(pass);
  }

  /**
   * What came of a run.
   *
   * @param exit exit code; above 128 where a signal has ended it
   * @param timedOut it was ended because its time was over
   * @param output what it answered; null = more than {@link #MOST_OUTPUT}
   * @param complaint what it printed beside that, its last line that is not blank, without secrets
   */
  public record Result(int exit, boolean timedOut, Optional<String> output, String complaint) {}

  /** What keeps it from being run, with the property it stands in; empty if nothing does. */
  public Optional<String> fault() {
    if (!path.isAbsolute() || !Files.isRegularFile(path) || !Files.isExecutable(path)) {
      return Optional.of("program is not the absolute path of an executable file");
    }
    if (limit.isNegative() || limit.isZero()) {
      return Optional.of("timeout is not above zero");
    }
    return pass.stream().allMatch(name -> name.matches(NAME)) ? Optional.empty()
        : Optional.of("pass has something else than names of environment variables");
  }

  /**
   * Runs it to its end or for its time; nothing of it is left behind that it has not hidden.
   *
   * @param own environment of the service
   * @throws IOException if it cannot be started: nothing ran
   */
  public Result run(String input, Map<String, String> own) throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(path.toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment(own));
    var process = builder.start();
    try {
      var output = reading(process.getInputStream(), MOST_OUTPUT + 1);
      var complaint = reading(process.getErrorStream(), MOST_COMPLAINT);
      Thread.ofVirtual().name("hook-input").start(() -> tell(process, input));
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        end(process);
        process.waitFor();
      }
      var answer = last(output);
      return new Result(process.exitValue(), !ended,
          answer.length > MOST_OUTPUT ? Optional.empty() : Optional.of(new String(answer, StandardCharsets.UTF_8)),
          withoutSecrets(lastLine(new String(last(complaint), StandardCharsets.UTF_8)), own));
    } finally {
      end(process);
      close(process);
    }
  }

  private Map<String, String> environment(Map<String, String> own) {
    var environment = new HashMap<String, String>();
    USUAL.stream().filter(own::containsKey).forEach(name -> environment.put(name, own.get(name)));
    pass.stream().filter(own::containsKey).forEach(name -> environment.put(name, own.get(name)));
    return environment;
  }

  private String withoutSecrets(String text, Map<String, String> own) {
    var clean = text;
    for (var name : pass) {
      var secret = own.getOrDefault(name, "");
      clean = secret.length() < SHORTEST_SECRET ? clean : clean.replace(secret, "***");
    }
    return clean;
  }

  private static String lastLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce("", (before, line) -> line);
  }

  /** One that does not read what it is told has heard enough. */
  private static void tell(Process process, String input) {
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      process.onExit().join();
    }
  }

  /** Keeps the beginning of an output, and takes the rest so that nobody waits to be read. */
  private static CompletableFuture<byte[]> reading(InputStream stream, int most) {
    var read = new CompletableFuture<byte[]>();
    Thread.ofVirtual().name("hook-output").start(() -> {
      var kept = new byte[0];
      try (stream) {
        kept = stream.readNBytes(most);
        stream.transferTo(java.io.OutputStream.nullOutputStream());
        read.complete(kept);
      } catch (IOException e) {
        read.complete(kept);
      }
    });
    return read;
  }

  /** A child that it left behind may keep the output open: nobody waits for that. */
  private static byte[] last(CompletableFuture<byte[]> output) throws InterruptedException {
    try {
      return output.get(LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return new byte[0];
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void close(Process process) throws IOException {
    process.getInputStream().close();
    process.getErrorStream().close();
  }
}
