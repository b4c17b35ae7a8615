package dev.convoy.lab.errors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The codes that stand in what is built into Convoy.
 *
 * @param raised by the module that owns their range
 * @param mentioned by any module
 * @param composed lines in which a code is put together at run time, so that nobody can find it
 */
record CodesInSources(Set<String> raised, Set<String> mentioned, List<String> composed) {
  private static final Pattern CODE = Pattern.compile("CVY-\\d{4}(?!\\d)");
  private static final Pattern COMPOSED = Pattern.compile("\"[^\"]*CVY-(?!\\d{4}(?!\\d))");
  private static final Pattern COMMENT = Pattern.compile("\\s*(\\*|/\\*|//|#).*");
  /** Range by module; all others share the last. */
  private static final Map<String, String> RANGES = Map.of("inventory-service", "CVY-1", "agent-service", "CVY-2",
      "replication-service", "CVY-3", "launch-service", "CVY-4", "validation-service", "CVY-5");
  private static final String SHARED_RANGE = "CVY-9";

  /** @param root folder of the modules and of the {@code convoy} script */
  static CodesInSources under(Path root) throws IOException {
    CodesInSources codes = new CodesInSources(new TreeSet<>(), new TreeSet<>(), new ArrayList<>());
    codes.read(root.resolve("convoy"), SHARED_RANGE);
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.filter(each -> Files.isDirectory(each.resolve("src/main"))).toList()) {
        codes.readAll(module.resolve("src/main"), RANGES.getOrDefault(module.getFileName().toString(), SHARED_RANGE));
      }
    }
    return codes;
  }

  private void readAll(Path folder, String range) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        read(file, range);
      }
    }
  }

  private void read(Path file, String range) throws IOException {
    boolean composes = file.toString().endsWith(".java") && !file.endsWith("errors/ErrorCatalogue.java");
    Files.readString(file, ISO_8859_1).lines().filter(line -> !COMMENT.matcher(line).matches()).forEach(line -> {
      CODE.matcher(line).results().forEach(found -> add(found.group(), range));
      if (composes && COMPOSED.matcher(line).find()) {
        composed.add(file + ": " + line.strip());
      }
    });
  }

  private void add(String code, String range) {
    mentioned.add(code);
    if (code.startsWith(range)) {
      raised.add(code);
    }
  }
}
