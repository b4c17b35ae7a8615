package dev.convoy.schemas.history;

import dev.convoy.schemas.AvroModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * The schemas of every release: {@code <root>/<release>/<full name>.avsc}, each complete in itself. Data of any release
 * must be readable today, and data of today by any release, so that services can be upgraded and rolled back while
 * records flow. For events and for what services keep in their stores alike.
 */
public final class SchemaHistory {
  private static final String SUFFIX = ".avsc";

  private final Path root;

  /** The history in that folder. */
  public SchemaHistory(Path root) {
    this.root = root;
  }

  /**
   * Every way in which today's schemas break with a release; empty if they do not.
   *
   * @throws UncheckedIOException if a file cannot be read
   */
  public List<String> faults(Collection<Schema> today) {
    Map<String, Schema> byName =
        today.stream().collect(Collectors.toMap(Schema::getFullName, Function.identity(), (a, b) -> a));
    List<String> faults = new ArrayList<>();
    for (Path file : files()) {
      String name = file.getFileName().toString().replace(SUFFIX, "");
      Schema now = byName.get(name);
      if (now == null) {
        faults.add(file + ": " + name + " is gone; records of it are still in the topics");
      } else {
        compare(read(file), now).forEach(fault -> faults.add(file + ": " + fault));
      }
    }
    return faults;
  }

  /** What breaks between the form that was released and today's, both ways. */
  static List<String> compare(Schema released, Schema today) {
    List<String> faults = new ArrayList<>();
    reads(released, today).forEach(fault -> faults.add("today cannot read released data: " + fault));
    reads(today, released).forEach(fault -> faults.add("the release cannot read today's data: " + fault));
    faults.addAll(FormChanges.between(released, today));
    return faults;
  }

  private static List<String> reads(Schema writer, Schema reader) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
        ? List.of()
        : result.getIncompatibilities().stream()
            .map(fault -> fault.getLocation() + " " + fault.getType() + ": " + fault.getMessage())
            .toList();
  }

  /**
   * Writes today's schemas as those of a release.
   *
   * @throws UncheckedIOException if a file cannot be written
   */
  public void write(String release, Collection<Schema> today) {
    try {
      Path folder = Files.createDirectories(root.resolve(release));
      for (Schema schema : today) {
        String text = AvroModel.published(schema).toString(true) + "\n";
        Files.writeString(folder.resolve(schema.getFullName() + SUFFIX), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> files() {
    try (Stream<Path> found = Files.walk(root)) {
      return found.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema read(Path file) {
    try {
      return new Schema.Parser().parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
