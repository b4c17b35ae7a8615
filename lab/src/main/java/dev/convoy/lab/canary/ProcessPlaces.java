package dev.convoy.lab.canary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What everybody on the machine can see of the lab's processes, and what their owner can see. */
final class ProcessPlaces {
  private final CanarySearch search;
  private final Predicate<String> mayHold;

  /** @param mayHold whether a process with this command line was given secrets in its environment */
  ProcessPlaces(CanarySearch search, Predicate<String> mayHold) {
    this.search = search;
    this.mayHold = mayHold;
  }

  void look(Findings findings) {
    ProcessHandle own = ProcessHandle.current();
    List<Long> pids = Stream.concat(Stream.of(own), own.descendants()).map(ProcessHandle::pid).toList();
    for (long pid : pids) {
      Path folder = Path.of("/proc/" + pid);
      byte[] line = read(folder.resolve("cmdline"));
      findings.looked(Findings.Place.COMMAND_LINE, "command line of process " + pid, search.in(line));
      if (!mayHold.test(new String(line, StandardCharsets.UTF_8))) {
        findings.looked(Findings.Place.ENVIRONMENT, "environment of process " + pid,
            Set.copyOf(search.in(read(folder.resolve("environ")))));
      }
    }
  }

  /** Nothing for a process that has ended meanwhile. */
  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
