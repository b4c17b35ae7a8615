package dev.convoy.schemas;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.cmdb.ServerMigrated;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.schemas.Topic.Retention;
import dev.convoy.schemas.Topic.Visibility;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * The catalogue of all topics as data. Provisioning, the event reference and the tests of who reads what are derived
 * from it. Names here have no prefix; {@link TopicSettings#name} adds it.
 */
public final class Topics {
  /** Owner of what foreign producers write. */
  public static final String CMDB = "cmdb";

  private static final String SERVER = "server id";
  private static final String LIMIT_KEY = "limit key, a bar, operation id; partitioned by the limit key";

  public static final Topic CMDB_SERVERS = new Topic(
      "cmdb.servers", SERVER, CMDB, Set.of(Service.INVENTORY), Retention.FOREVER, Visibility.PUBLIC,
      "Servers as the CMDB or an intake file declares them.", List.of(ServerDeclared.class));
  public static final Topic CMDB_UPDATES = new Topic(
      "cmdb.updates", SERVER, Service.INVENTORY.fullName(), Set.of(), Retention.FOREVER, Visibility.PUBLIC,
      "What the CMDB is told when a server has moved.", List.of(ServerMigrated.class));
  public static final Topic INVENTORY_EVENTS = events(
      Service.INVENTORY, EnumSet.allOf(Service.class), "Decisions of inventory-service about servers: the four gates, "
          + "holds, requests of people.", EventTypes.INVENTORY);
  public static final Topic AGENT_EVENTS = events(
      Service.AGENT, EnumSet.of(Service.INVENTORY, Service.REPLICATION, Service.LAUNCH, Service.VALIDATION),
      "What was done on source hosts.", EventTypes.AGENT);
  public static final Topic REPLICATION_EVENTS = events(
      Service.REPLICATION, EnumSet.of(Service.INVENTORY, Service.AGENT, Service.LAUNCH),
      "Accounts, replication, lag, drain.", EventTypes.REPLICATION);
  public static final Topic LAUNCH_EVENTS = events(
      Service.LAUNCH, EnumSet.of(Service.INVENTORY, Service.AGENT, Service.REPLICATION, Service.VALIDATION),
      "Slots, test and cutover launches, names, finalize, archive, rollback.", EventTypes.LAUNCH);
  public static final Topic VALIDATION_EVENTS = events(
      Service.VALIDATION, EnumSet.of(Service.INVENTORY, Service.LAUNCH),
      "Verdicts on launched instances, with evidence.", EventTypes.VALIDATION);
  public static final Topic WAVE_EVENTS = new Topic(
      "wave.events", "wave id; for a refused command its target", Service.INVENTORY.fullName(),
      Set.of(Service.INVENTORY), Retention.FOREVER, Visibility.PUBLIC,
      "Waves, for people and dashboards; no working service reads it.", EventTypes.WAVE);
  public static final Topic SERVER_STATUS = new Topic(
      "server.status", SERVER, Service.INVENTORY.fullName(), Set.of(Service.INVENTORY), Retention.COMPACTED,
      Visibility.PUBLIC, "The latest state of every server.", List.of(ServerStatus.class));

  public static final Topic INVENTORY_COMMANDS = inside(
      Service.INVENTORY, "commands", "target of the command: server id or wave id", Retention.FOREVER,
      "Commands of people and intake.");
  public static final Topic INVENTORY_DECLARATIONS = inside(
      Service.INVENTORY, "declarations", SERVER, Retention.WEEK, "Checked declarations, repartitioned by server.");
  public static final Topic INVENTORY_WAVE_REQUESTS = inside(
      Service.INVENTORY, "wave-requests", "wave id", Retention.WEEK, "What servers tell their wave.");
  public static final Topic INVENTORY_WAVE_ANSWERS = inside(
      Service.INVENTORY, "wave-answers", SERVER, Retention.WEEK, "What waves tell their servers.");
  public static final Topic LAUNCH_SLOT_REQUESTS = inside(
      Service.LAUNCH, "slot-requests", "account and region", Retention.WEEK, "Requests for launch slots.");
  public static final Topic LAUNCH_SLOT_ANSWERS = inside(
      Service.LAUNCH, "slot-answers", SERVER, Retention.WEEK, "Slots given and refused.");
  public static final Topic LAUNCH_MOVE_REQUESTS = inside(
      Service.LAUNCH, "move-requests", "move group", Retention.WEEK, "What servers tell their move group.");
  public static final Topic LAUNCH_MOVE_ANSWERS = inside(
      Service.LAUNCH, "move-answers", SERVER, Retention.WEEK, "What move groups tell their servers.");
  public static final Topic REPLICATION_QUOTA_REQUESTS = inside(
      Service.REPLICATION, "quota-requests", "account and region", Retention.WEEK, "Requests to replicate.");
  public static final Topic REPLICATION_QUOTA_ANSWERS = inside(
      Service.REPLICATION, "quota-answers", SERVER, Retention.WEEK, "Leave to replicate.");

  private static final Map<Service, Topic> OPERATIONS = byService(Service.WORKING, service -> inside(
      service, "operations", LIMIT_KEY, Retention.COMPACTED, "The operations that are wanted now."));
  private static final Map<Service, Topic> OUTCOMES = byService(Service.WORKING, service -> inside(
      service, "outcomes", SERVER, Retention.FOREVER, "What came of operations."));
  private static final Map<Service, Topic> DEAD_LETTERS = byService(List.of(Service.values()), service -> new Topic(
      service.shortName() + ".dlq", "as in the topic of origin", service.fullName(),
      EnumSet.of(service, Service.INVENTORY), Retention.FOREVER, Visibility.PRIVATE,
      "Records that cannot be decoded or are invalid, as they came, with the reason; inventory-service counts those that "
          + "wait.", List.of()));

  private static final List<Topic> ALL = collect();
  private static final Map<Class<?>, Topic> BY_EVENT = ALL.stream()
      .flatMap(topic -> topic.eventTypes().stream().map(type -> Map.entry(type, topic)))
      .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private Topics() {}

  /** Every topic, public ones first. */
  public static List<Topic> all() {
    return ALL;
  }

  /** The table of wanted operations of a working service. */
  public static Topic operations(Service service) {
    return of(OPERATIONS, service);
  }

  /** The outcomes of the operations of a working service. */
  public static Topic outcomes(Service service) {
    return of(OUTCOMES, service);
  }

  /** The dead letters of a service. */
  public static Topic deadLetters(Service service) {
    return of(DEAD_LETTERS, service);
  }

  /** The topic that carries an event type; empty for a class that is no event. */
  public static Optional<Topic> carrying(Class<? extends SpecificRecord> eventType) {
    return Optional.ofNullable(BY_EVENT.get(eventType));
  }

  /** True if the service reads the topic that carries the event type. */
  public static boolean reads(Service service, Class<? extends SpecificRecord> eventType) {
    return carrying(eventType).map(topic -> topic.readers().contains(service)).orElse(false);
  }

  private static Topic of(Map<Service, Topic> topics, Service service) {
    Topic topic = topics.get(service);
    if (topic == null) {
      throw new IllegalArgumentException(service.fullName() + " acts on nothing and has no such topic");
    }
    return topic;
  }

  private static Topic events(
      Service owner, Set<Service> readers, String purpose, List<Class<? extends SpecificRecord>> types) {
    return new Topic(
        owner.shortName() + ".events", SERVER, owner.fullName(), readers, Retention.FOREVER, Visibility.PUBLIC,
        purpose, types);
  }

  private static Topic inside(Service owner, String kind, String key, Retention retention, String purpose) {
    return new Topic(
        owner.shortName() + "." + kind, key, owner.fullName(), Set.of(owner), retention, Visibility.PRIVATE, purpose,
        List.of());
  }

  private static Map<Service, Topic> byService(List<Service> services, Function<Service, Topic> topic) {
    return services.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), topic));
  }

  private static List<Topic> collect() {
    List<Topic> all = new ArrayList<>(List.of(
        CMDB_SERVERS, CMDB_UPDATES, INVENTORY_EVENTS, AGENT_EVENTS, REPLICATION_EVENTS, LAUNCH_EVENTS,
        VALIDATION_EVENTS, WAVE_EVENTS, SERVER_STATUS, INVENTORY_COMMANDS, INVENTORY_DECLARATIONS,
        INVENTORY_WAVE_REQUESTS, INVENTORY_WAVE_ANSWERS, LAUNCH_SLOT_REQUESTS, LAUNCH_SLOT_ANSWERS,
        LAUNCH_MOVE_REQUESTS, LAUNCH_MOVE_ANSWERS, REPLICATION_QUOTA_REQUESTS, REPLICATION_QUOTA_ANSWERS));
    for (Service service : Service.WORKING) {
      all.add(operations(service));
      all.add(outcomes(service));
    }
    for (Service service : Service.values()) {
      all.add(deadLetters(service));
    }
    return List.copyOf(all);
  }
}
