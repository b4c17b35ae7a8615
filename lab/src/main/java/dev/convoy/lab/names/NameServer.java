package dev.convoy.lab.names;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.convoy.lab.aws.cloud.HostedZone;
import dev.convoy.lab.aws.cloud.HostedZone.Change;
import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.lab.aws.wire.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A DNS server with zones of its own and a ledger of what was changed in them. It is asked in the words of launch-service's hooks,
 * by HTTP. The ledger is its memory: what it says was accepted is done again at the next start.
 */
public final class NameServer implements HttpHandler, AutoCloseable {

  static final int DIFFERS = 409;
  static final int LATER = 503;
  static final int NEVER = 403;

  /** From a change to all name servers, in simulated time. */
  private static final Duration PROPAGATION = Duration.ofSeconds(20);

  /** What is answered. */
  private record Reply(int status, Object body) {}

  private final Map<String, HostedZone> zones = new LinkedHashMap<>();
  private final Map<String, Instant> changes = new LinkedHashMap<>();
  private final Ledger ledger;
  private final Duration propagation;
  private final Random random;
  private final Clock clock;
  private volatile double laterAt;
  private volatile double lostAt;

  /**
   * Opens zones, as they were and with what was done to them since.
   *
   * @param file of the ledger; null for none
   * @param speed simulated seconds per wall second
   */
  public NameServer(Collection<HostedZone.State> opened, @Nullable Path file, double speed, long seed, Clock clock) {
    opened.forEach(state -> zones.put(state.id(), new HostedZone(state)));
    this.propagation = Duration.ofNanos((long) (PROPAGATION.toNanos() / speed));
    this.random = new Random(seed);
    this.clock = clock;
    try {
      if (file != null && Files.exists(file)) {
        Files.readAllLines(file).stream().map(JsonMapper.shared()::readTree).filter(line -> line.path("accepted").asBoolean(false))
            .forEach(this::again);
      }
      this.ledger = new Ledger(file);
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9333] lab: the ledger of names cannot be read or written: " + file + "; check space and rights", e);
    }
  }

  /**
   * From now on some questions are refused for a while, and the answers to some changes are lost after these were made.
   *
   * @param later share of questions
   * @param lost share of changes
   */
  public void disturb(double later, double lost) {
    laterAt = later;
    lostAt = lost;
  }

  /** A record set of a zone by its domain, put there by somebody else. */
  public synchronized void put(String domain, RecordSet set) {
    zone(domain).apply(List.of(new Change("UPSERT", set)));
  }

  /** The records of all zones. */
  public synchronized List<RecordSet> records() {
    return zones.values().stream().flatMap(zone -> zone.records().stream()).toList();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        ledger.writeTo(exchange.getResponseBody());
        return;
      }
      var reply = reply(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
      var body = JsonMapper.shared().writeValueAsString(reply.body()).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized Reply reply(JsonNode asked) {
    var domain = asked.path("zone").asString("");
    if (!zones.containsKey(domain)) {
      return new Reply(NEVER, "no zone " + domain);
    }
    if (random.nextDouble() < laterAt) {
      return new Reply(LATER, "busy");
    }
    return switch (asked.path("operation").asString("")) {
      case "read" -> new Reply(200, Map.of("records", read(domain, asked.path("names"))));
      case "change" -> change(domain, asked);
      case "status" -> status(asked.path("change").asString(""));
      default -> new Reply(NEVER, "no such operation");
    };
  }

  private HostedZone zone(String domain) {
    var zone = zones.get(domain);
    if (zone == null) {
      throw new IllegalArgumentException("no zone " + domain);
    }
    return zone;
  }

  private List<Map<String, Object>> read(String domain, JsonNode names) {
    var wanted = names.valueStream().map(name -> HostedZone.absolute(name.asString(""))).toList();
    return zone(domain).records().stream().filter(set -> wanted.contains(set.name())).map(set -> Map.<String, Object>of(
        "name", set.name(), "type", set.type(), "ttl", set.ttl() == null ? 0 : set.ttl(), "values", set.values(),
        "version", String.valueOf(changes.size()))).toList();
  }

  /** As Route 53 does it: what is there is taken away as it is said to be, or nothing happens. */
  private Reply change(String domain, JsonNode asked) {
    var batch = new ArrayList<Change>();
    asked.path("changes").forEach(each -> {
      add(batch, "DELETE", each.path("name").asString(""), each.path("from"));
      add(batch, "CREATE", each.path("name").asString(""), each.path("to"));
    });
    var errors = zone(domain).apply(batch);
    ledger.append(line(domain, asked, batch, errors.isEmpty()));
    if (!errors.isEmpty()) {
      return new Reply(DIFFERS, errors);
    }
    var id = String.valueOf(changes.size() + 1);
    changes.put(id, clock.instant());
    return random.nextDouble() < lostAt ? new Reply(500, "lost") : new Reply(200, Map.of("change", id));
  }

  private static void add(List<Change> batch, String action, String name, JsonNode record) {
    if (record.isObject()) {
      batch.add(new Change(action, RecordSet.simple(name, record.path("type").asString(""), record.path("ttl").asLong(0),
          record.path("values").valueStream().map(value -> value.asString("")).toList())));
    }
  }

  /** In the form of the AWS ledger, so that one verifier reads both. */
  private String line(String domain, JsonNode asked, List<Change> batch, boolean accepted) {
    var line = new LinkedHashMap<String, Object>();
    line.put("wall", clock.instant().toString());
    line.put("service", "dns");
    line.put("operation", "change");
    line.put("zone", domain);
    line.put("account", asked.path("account").asString(""));
    line.put("region", asked.path("region").asString(""));
    line.put("operations", asked.path("changes").valueStream().map(each -> each.path("operation").asString("")).distinct().toList());
    line.put("accepted", accepted);
    line.put("change", Map.of("Changes", batch.stream().map(each -> Map.of("Action", each.action(), "ResourceRecordSet",
        Map.of("Name", each.set().name(), "Type", each.set().type(), "TTL", String.valueOf(each.set().ttl()),
            "ResourceRecords", each.set().values().stream().map(value -> Map.of("Value", value)).toList()))).toList()));
    return JsonMapper.shared().writeValueAsString(line);
  }

  private void again(JsonNode line) {
    var batch = line.path("change").path("Changes").valueStream().map(each -> {
      var set = each.path("ResourceRecordSet");
      return new Change(each.path("Action").asString(""), RecordSet.simple(set.path("Name").asString(""), set.path("Type").asString(""),
          Long.parseLong(set.path("TTL").asString("0")),
          set.path("ResourceRecords").valueStream().map(value -> value.path("Value").asString("")).toList()));
    }).toList();
    zone(line.path("zone").asString("")).apply(batch);
    changes.put(String.valueOf(changes.size() + 1), Instant.parse(line.path("wall").asString("")));
  }

  private Reply status(String id) {
    var at = changes.get(id);
    return at == null ? new Reply(NEVER, "no change " + id) : new Reply(200, Map.of("inSync", !clock.instant().isBefore(at.plus(propagation))));
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
