package dev.convoy.benchmarks;

import dev.convoy.benchmarks.push.PushBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code benchmarks/run}. */
@Command(name = "benchmarks/run", subcommands = PushBenchmark.class, mixinStandardHelpOptions = true,
    description = "Measures Convoy side by side with its peers.")
public final class Benchmarks {

  private Benchmarks() {}

  /** Runs one and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }
}
