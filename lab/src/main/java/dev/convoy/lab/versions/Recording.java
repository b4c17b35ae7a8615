package dev.convoy.lab.versions;

import dev.convoy.kit.history.HistoryFiles;
import dev.convoy.kit.history.HistoryLine;
import dev.convoy.kit.history.HistorySink;
import dev.convoy.kit.streams.HistoryRecorder;
import dev.convoy.lab.events.WriterSchemas;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabFolder;
import dev.convoy.lab.run.LabService;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the services write down what they read and decided, and gathers it when they have stopped: for each service its
 * steps in the order of time and the settings it decided by, and the schemas of all values. The registry has to be up
 * until then, so it is started between the registry and the services.
 */
public final class Recording implements LabComponent {

  private static final String BINDER = "spring.cloud.stream.kafka.streams.binder.configuration.";

  /** Wake-ups follow from the states. */
  private static final String WAKES = "-wake";

  private record Step(long now, List<HistoryLine> lines) {}

  private final Path raw;
  private final Path target;
  private final URI registry;
  private final Path environments;
  private final Map<LabService, Map<String, String>> settings;

  /**
   * Prepares it.
   *
   * @param target takes the history
   * @param environments file of the inventory
   * @param settings that the world gives each service
   */
  public Recording(LabFolder folder, Path target, URI registry, Path environments,
      Map<LabService, Map<String, String>> settings) {
    this.raw = folder.resolve("recording");
    this.target = target.toAbsolutePath();
    this.registry = registry;
    this.environments = environments;
    this.settings = settings;
  }

  /** What a service has to be started with. */
  public static Map<String, String> settings(LabFolder folder, LabService service) {
    return Map.of(BINDER + "processor.wrapper.class", HistoryRecorder.class.getName(),
        BINDER + HistoryRecorder.FOLDER, folder.resolve("recording").resolve(service.shortName()).toString());
  }

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public void start() {}

  @Override
  public boolean healthy() {
    return true;
  }

  @Override
  public void stop() {
    Set<Integer> ids = new TreeSet<>();
    try {
      Files.createDirectories(target);
      for (LabService service : LabService.values()) {
        List<HistoryLine> lines = steps(service).stream().flatMap(step -> step.lines().stream())
            .filter(line -> line.place() == null || !line.place().endsWith(WAKES)).toList();
        lines.forEach(line -> schemaId(line.value(), ids));
        save(service, lines);
      }
      Files.copy(environments, target.resolve("environments.yml"),
          StandardCopyOption.REPLACE_EXISTING);
      saveSchemas(ids);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Step> steps(LabService service) throws IOException {
    List<Step> steps = new ArrayList<>();
    try (Stream<Path> files = Files.list(raw.resolve(service.shortName()))) {
      for (Path file : files.sorted().toList()) {
        Set<String> read = new HashSet<>();
        for (HistoryLine line : HistoryFiles.read(Files.newInputStream(file))) {
          if (line.kind().begins()) {
            steps.add(new Step(line.now(), new ArrayList<>()));
            requireOnce(service, line, read);
          }
          steps.getLast().lines().add(line);
        }
      }
    }
    steps.sort(Comparator.comparingLong(Step::now));
    return steps;
  }

  private static void requireOnce(LabService service, HistoryLine line, Set<String> read) {
    if (line.kind() == HistoryLine.Kind.READ && !read.add(line.place() + "@" + line.offset())) {
      throw new LabFailure("[CVY-9284] " + service.serviceName() + ": offset " + line.offset() + " of " + line.place()
          + " was read twice, a transaction was aborted; record again on a calmer machine");
    }
  }

  /** Confluent's wire format: a zero byte and four of the id. */
  private static void schemaId(byte @Nullable [] value, Set<Integer> ids) {
    if (value != null && value.length >= 5 && value[0] == 0) {
      ids.add(ByteBuffer.wrap(value).getInt(1));
    }
  }

  private void save(LabService service, List<HistoryLine> lines) throws IOException {
    Path file = target.resolve(service.shortName() + HistoryFiles.SUFFIX);
    Files.deleteIfExists(file);
    try (HistorySink history = HistoryFiles.append(file)) {
      lines.forEach(history::take);
    }
    Map<String, String> decidedBy = new TreeMap<>(settings.getOrDefault(service, Map.of()));
    decidedBy.keySet().removeIf(name -> !name.startsWith("convoy." + service.shortName() + ".")
        && !name.equals("convoy.tick"));
    try (Writer writer = Files.newBufferedWriter(target.resolve(service.shortName() + ".properties"))) {
      for (Map.Entry<String, String> setting : decidedBy.entrySet()) {
        writer.write(setting.getKey() + "=" + setting.getValue() + "\n");
      }
    }
  }

  private void saveSchemas(Set<Integer> ids) throws IOException {
    Map<String, Object> schemas = new TreeMap<>(Comparator.comparing(Integer::valueOf));
    try (WriterSchemas known = new WriterSchemas(registry)) {
      ids.forEach(id -> schemas.put(String.valueOf(id), JsonMapper.shared().readTree(known.byId(id).toString())));
    }
    try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(target.resolve("schemas.json.gz")))) {
      JsonMapper.shared().writeValue(file, schemas);
    }
  }
}
