package dev.convoy.kit.history;

import dev.convoy.schemas.registry.SchemaRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What one service read, decided and wrote in a run of the lab with the build of that version:
 * {@code recorded/<version>/}, written by {@code ./convoy lab --record} and kept for ever.
 *
 * @param steps in the order of time; in that of the offsets for each partition
 */
public record RecordedHistory(
    String version, String service, List<Step> steps, Map<Integer, Schema> schemas, Map<String, String> settings) {

  private static final String ROOT = "/recorded/";

  /**
   * A step.
   *
   * @param first the record that was read, or the tick
   * @param effects what was written and stored, in order
   */
  public record Step(HistoryLine first, List<HistoryLine> effects) {}

  /** Versions with a history; each release adds a line. */
  public static List<String> versions() {
    try (var lines = new BufferedReader(new InputStreamReader(open("versions.txt"), UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The history of a service with the build of that version. */
  public static RecordedHistory of(String version, String service) {
    var folder = version + "/";
    try (var file = open(folder + service + HistoryFiles.SUFFIX);
        var schemas = new GZIPInputStream(open(folder + "schemas.json.gz"));
        var settings = open(folder + service + ".properties")) {
      return new RecordedHistory(version, service, steps(HistoryFiles.read(file)), schemas(schemas),
          properties(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Step> steps(List<HistoryLine> lines) {
    var steps = new ArrayList<Step>();
    for (var line : lines) {
      if (line.kind().begins()) {
        steps.add(new Step(line, new ArrayList<>()));
      } else {
        steps.getLast().effects().add(line);
      }
    }
    return List.copyOf(steps);
  }

  private static Map<Integer, Schema> schemas(InputStream file) {
    var schemas = new HashMap<Integer, Schema>();
    JsonMapper.shared().readTree(file).forEachEntry(
        (id, schema) -> schemas.put(Integer.valueOf(id), new Schema.Parser().parse(schema.toString())));
    return schemas;
  }

  private static Map<String, String> properties(InputStream file) throws IOException {
    var properties = new Properties();
    properties.load(file);
    var settings = new HashMap<String, String>();
    properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
    return settings;
  }

  /** Something else of the same version. The caller closes it. */
  public InputStream file(String name) {
    return open(version + "/" + name);
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(RecordedHistory.class.getResourceAsStream(ROOT + name), ROOT + name);
  }

  /** The registry as it was. */
  public SchemaRegistry registry() {
    return new RecordedRegistry(schemas);
  }

  /** The settings that the service decided by. */
  public <T> T settings(String prefix, Class<T> type) {
    return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, type);
  }
}
