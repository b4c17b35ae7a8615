package dev.convoy.inventory.adapter.web;

import dev.convoy.events.common.Stage;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.readmodel.Companions;
import dev.convoy.inventory.readmodel.ReadModel;
import dev.convoy.inventory.readmodel.Seen;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Servers: what is known of them, and what a person may ask for. */
@RestController
@RequestMapping("/api/servers")
class ServersController {

  private static final int MOST = 10_000;

  private final ReadModel model;
  private final CommandDesk desk;
  private final AwsSettings aws;

  ServersController(ReadModel model, CommandDesk desk, AwsSettings aws) {
    this.model = model;
    this.desk = desk;
    this.aws = aws;
  }

  /** A page of servers. */
  record Page(long total, int offset, int limit, List<Map<String, @Nullable Object>> servers) {}

  @GetMapping
  Page list(
      @RequestParam(required = false) @Nullable String wave,
      @RequestParam(required = false) @Nullable String stage,
      @RequestParam(required = false) @Nullable Boolean parked,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "1000") int limit) {
    ready();
    if (offset < 0 || limit < 1 || limit > MOST) {
      throw ApiException.invalid("offset or limit is out of range", "offset from 0, limit from 1 to " + MOST);
    }
    var wanted = filter(wave, stage == null ? null : stage(stage), parked);
    var reasons = reasons();
    var total = model.servers().stream().filter(wanted).count();
    var page = model.servers().stream().filter(wanted).skip(offset).limit(limit)
        .map(reasons::json).toList();
    return new Page(total, offset, limit, page);
  }

  private static Predicate<ServerStatus> filter(
      @Nullable String wave, @Nullable Stage stage, @Nullable Boolean parked) {
    return server -> (wave == null || wave.equals(server.getWaveId()))
        && (stage == null || stage == server.getStage())
        && (parked == null || parked == (server.getParked() != null));
  }

  private static Stage stage(String name) {
    try {
      return Stage.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("stage cannot be '" + name + "'", "one of " + List.of(Stage.values()));
    }
  }

  /** A server with its newest events, newest last. */
  @GetMapping("/{id}")
  Map<String, @Nullable Object> show(@PathVariable String id) {
    ready();
    var server = model.server(id).orElseThrow(() -> ApiException.unknown("server '" + id + "'"));
    var json = reasons().json(server);
    json.put("timeline", model.timeline(id).stream().map(ServersController::entry).toList());
    return json;
  }

  private Reasons reasons() {
    return new Reasons(Companions.of(model.servers()), model.deadLetters().byServer(), aws);
  }

  /** Why servers stand: for whom of its group one waits, what about it was set aside, and whether it is only observed. */
  private record Reasons(Companions companions, Map<String, SortedSet<String>> setAside, AwsSettings aws) {

    /** What services have to do: there calls are withheld. */
    private static final Set<WaitsFor> OF_SERVICES = EnumSet.of(WaitsFor.WORK, WaitsFor.SLOT, WaitsFor.GROUP);

    Map<String, @Nullable Object> json(ServerStatus server) {
      var json = EventJson.of(server);
      var codes = setAside.getOrDefault(server.getServerId(), Collections.emptySortedSet());
      var detail = observed(server) + companions.detail(server);
      json.put("waitsForDetail", codes.isEmpty() ? detail : (detail.isEmpty() ? "" : detail + "; ")
          + "a record about it was set aside (" + String.join(", ", codes) + "): see convoy dlq list");
      json.put("waitsForServers", companions.awaitedBy(server));
      json.put("deadLetters", codes);
      return json;
    }

    private String observed(ServerStatus server) {
      var account = new AccountKey(server.getAccount(), server.getRegion(), null);
      return !OF_SERVICES.contains(server.getWaitsFor()) || !aws.observes(account) ? ""
          : "observe mode: " + account.limitKey() + " is only observed, and calls that change anything there are withheld (see"
              + " ./convoy account plan " + account.account() + " " + account.region() + "); ";
    }
  }

  private static Map<String, @Nullable Object> entry(Seen seen) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("occurredAt", seen.at().toString());
    entry.put("type", seen.type());
    entry.put("service", seen.service());
    entry.put("id", seen.id());
    entry.put("causationId", seen.causation());
    entry.put("detail", EventJson.summary(seen.event()));
    entry.put("event", EventJson.of(seen.event()));
    return entry;
  }

  @PostMapping("/{id}/retry")
  ResponseEntity<Object> retry(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    return desk.submit(new ServerCommand.RetryServer(
        CommandId.of(key), CommandId.target("server", id), CommandBody.of(request).who()));
  }

  @PostMapping("/{id}/retest")
  ResponseEntity<Object> retest(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    return desk.submit(new ServerCommand.RetestServer(
        CommandId.of(key), CommandId.target("server", id), CommandBody.of(request).who()));
  }

  @PostMapping("/{id}/accept-test")
  ResponseEntity<Object> acceptTest(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    var asked = CommandBody.of(request);
    return desk.submit(new ServerCommand.AcceptTest(
        CommandId.of(key), CommandId.target("server", id), asked.who(), asked.why()));
  }

  @PostMapping("/{id}/end-test")
  ResponseEntity<Object> endTest(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    var asked = CommandBody.of(request);
    return desk.submit(new ServerCommand.EndTest(
        CommandId.of(key), CommandId.target("server", id), asked.who(), asked.why()));
  }

  @PostMapping("/{id}/image")
  ResponseEntity<Object> image(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    return desk.submit(CommandBody.of(request).image(CommandId.of(key), CommandId.target("server", id)));
  }

  @PostMapping("/{id}/reinstall")
  ResponseEntity<Object> reinstall(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    var asked = CommandBody.of(request);
    return desk.submit(new ServerCommand.ReinstallAgent(
        CommandId.of(key), CommandId.target("server", id), asked.who(), asked.why()));
  }

  /** What is known to be another server is refused before this one decides. */
  @PostMapping("/{id}/adopt")
  ResponseEntity<Object> adopt(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    var adopt = CommandBody.of(request).adoption(CommandId.of(key), CommandId.target("server", id));
    ready();
    model.servers().stream().filter(other -> adopt.sourceServerId().equals(other.getSourceServerId())
        && !other.getServerId().equals(id) && other.getStage() != Stage.WITHDRAWN).findFirst().ifPresent(other -> {
          throw ApiException.conflict("CVY-1184", "sourceServerId " + adopt.sourceServerId() + " is bound to server "
              + other.getServerId() + ", so it is not " + id, "look which of the two it is; ./convoy server withdraw "
              + other.getServerId() + " if it is not that one");
        });
    return desk.submit(adopt);
  }

  @PostMapping("/{id}/break-glass")
  ResponseEntity<Object> breakGlass(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    return desk.submit(CommandBody.of(request).breakGlass(CommandId.of(key), CommandId.target("server", id)));
  }

  @PostMapping("/{id}/rollback")
  ResponseEntity<Object> rollBack(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    var asked = CommandBody.of(request);
    return desk.submit(new ServerCommand.RollBackServer(
        CommandId.of(key), CommandId.target("server", id), asked.who(), asked.why()));
  }

  @PostMapping("/{id}/waive-snapshots")
  ResponseEntity<Object> waiveSnapshots(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    return desk.submit(CommandBody.of(request).snapshotWaiver(CommandId.of(key), CommandId.target("server", id)));
  }

  @PostMapping("/{id}/withdraw")
  ResponseEntity<Object> withdraw(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    return desk.submit(new ServerCommand.WithdrawServer(
        CommandId.of(key), CommandId.target("server", id), CommandBody.of(request).who()));
  }

  @PostMapping("/{id}/accept")
  ResponseEntity<Object> accept(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    return desk.submit(new ServerCommand.AcceptChange(
        CommandId.of(key), CommandId.target("server", id), CommandBody.of(request).who()));
  }

  @PostMapping("/{id}/decide")
  ResponseEntity<Object> decide(
      @PathVariable String id, @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    return desk.submit(CommandBody.of(request).decision(CommandId.of(key), CommandId.target("server", id)));
  }

  private void ready() {
    if (!model.isCaughtUp()) {
      throw ApiException.notYet();
    }
  }
}
