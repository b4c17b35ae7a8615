package dev.convoy.lab.run;

import dev.convoy.lab.events.EventDecoder;
import dev.convoy.lab.events.EventReader;
import dev.convoy.lab.events.WriterSchemas;
import dev.convoy.lab.extras.ImageTalk;
import dev.convoy.lab.process.Condition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what the services say of the servers. */
public final class StatusWatch implements LabComponent {
  private static final Logger LOG = LoggerFactory.getLogger(StatusWatch.class);
  private static final String STATUS = "convoy.server.status";
  private static final String INVENTORY = "convoy.inventory.events";
  private static final String AGENT = "convoy.agent.events";
  private static final String LAUNCH = "convoy.launch.events";
  /** What is told of the power of sources. */
  private static final Set<String> OF_POWER =
      Set.of("SourceShutDown", "SourceShutdownFailed", "SourceWoke", "SourcePoweredOn");
  /** What is told of break-glass accounts. */
  private static final Set<String> OF_ACCOUNTS = Set.of("BreakGlassOpened", "BreakGlassClosed", "BreakGlassFailed");

  private final LabPorts ports;
  private final Map<String, ServerLine> servers = new ConcurrentHashMap<>();
  private final Set<String> rejected = ConcurrentHashMap.newKeySet();
  private final Map<String, String> power = new ConcurrentHashMap<>();
  private final Map<String, String> accounts = new ConcurrentHashMap<>();
  private final Map<String, Boolean> keepers = new ConcurrentHashMap<>();
  private final ImageTalk images = new ImageTalk();
  private volatile boolean wanted;
  private Thread thread = Thread.ofPlatform().unstarted(() -> {});

  public StatusWatch(LabPorts ports) {
    this.ports = ports;
  }

  @Override
  public String name() {
    return "status-watch";
  }

  @Override
  public synchronized void start() {
    wanted = true;
    thread = Thread.ofPlatform().daemon().name(name()).start(this::watch);
  }

  @Override
  public synchronized void stop() {
    wanted = false;
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean healthy() {
    return thread.isAlive();
  }

  /** What is to be said when it is not healthy. */
  static LabFailure failure() {
    return new LabFailure("[CVY-9267] lab: the status of the servers is not followed any more; see the lab's log");
  }

  /** The latest known of every registered server. */
  public Collection<ServerLine> servers() {
    return List.copyOf(servers.values());
  }

  /** True when this declaration was answered. */
  public boolean answered(String serverId) {
    return servers.containsKey(serverId) || rejected.contains(serverId);
  }

  /** Type of the last event about the power of a source; empty when there was none. */
  public Optional<String> power(String serverId) {
    return Optional.ofNullable(power.get(serverId));
  }

  /** Type of the last event about the break-glass account of a server; empty when there was none. */
  public Optional<String> account(String serverId) {
    return Optional.ofNullable(accounts.get(serverId));
  }

  /** True while the instance of its passed test is kept. */
  public boolean keepsTest(String serverId) {
    return keepers.getOrDefault(serverId, false);
  }

  /** True when the instance of a passed test was ever kept. */
  public boolean hasKeptTest(String serverId) {
    return keepers.containsKey(serverId);
  }

  /** What became of images that were asked for. */
  ImageTalk images() {
    return images;
  }

  private void keeps(String serverId, boolean test) {
    if (test || keepers.containsKey(serverId)) {
      keepers.put(serverId, test);
    }
  }

  private void watch() {
    try (WriterSchemas schemas = new WriterSchemas(ports.registryUrl(), LabPatience.OUTAGE);
        EventReader reader = new EventReader(ports.bootstrapServers(), LabPatience.OUTAGE)) {
      EventDecoder decoder = new EventDecoder(schemas);
      Set<String> topics = Set.of(STATUS, INVENTORY, AGENT, LAUNCH);
      Condition.holdsWithin(Duration.ofMinutes(5), () -> !wanted || reader.topics(topics::contains).size() == topics.size());
      if (wanted) {
        reader.readToEnd(topics, each -> take(decoder, each));
        reader.follow(() -> wanted, each -> take(decoder, each));
      }
    } catch (LabFailure | KafkaException e) {
      if (wanted) {
        LOG.error("the status of the servers is not followed any more", e);
      }
    }
  }

  private void take(EventDecoder decoder, ConsumerRecord<String, byte[]> record) {
    decoder.decode(record).ifPresent(event -> {
      if (event.topic().equals(STATUS)) {
        servers.put(event.key(), ServerLine.of(event));
        keeps(event.key(), event.at("testEndsBy") != null);
      } else if (event.type().equals("ServerRejected")) {
        rejected.add(event.key());
      } else if (OF_POWER.contains(event.type())) {
        power.put(event.key(), event.type());
      } else if (OF_ACCOUNTS.contains(event.type())) {
        accounts.put(event.key(), event.type());
      } else {
        images.take(event);
      }
    });
  }
}
