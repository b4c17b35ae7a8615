package dev.convoy.inventory.adapter.web;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.command.AcceptTests;
import dev.convoy.inventory.command.Command;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.readmodel.ReadModel;
import dev.convoy.inventory.readmodel.SharedNames;
import dev.convoy.inventory.readmodel.WaveReport;
import dev.convoy.inventory.readmodel.WaveStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Waves: what is known of them, and what a person may ask for. */
@RestController
@RequestMapping("/api/waves")
class WavesController {

  private final ReadModel model;
  private final CommandDesk desk;

  WavesController(ReadModel model, CommandDesk desk) {
    this.model = model;
    this.desk = desk;
  }

  @GetMapping
  Map<String, Object> list() {
    ready();
    return Map.of("waves", model.waves().stream().map(WavesController::json).toList(),
        "deadLettersWaiting", model.deadLetters().waiting());
  }

  @GetMapping("/{id}")
  Map<String, @Nullable Object> show(@PathVariable String id) {
    ready();
    var wave = model.wave(id).orElseThrow(() -> ApiException.unknown("wave '" + id + "'"));
    var report = WaveReport.of(wave, model.servers());
    var json = json(wave);
    json.put("stages", report.stages());
    json.put("waiting", report.waiting());
    json.put("decided", report.decided());
    json.put("deadLettersWaiting", model.deadLetters().waiting());
    return json;
  }

  /** Its servers that are still to move, with what was declared of them: what a check of the wave is asked for. */
  @GetMapping("/{id}/plan")
  Map<String, Object> plan(@PathVariable String id) {
    ready();
    var members = model.servers().stream().filter(server -> id.equals(server.getWaveId())).toList();
    if (members.isEmpty() && model.wave(id).isEmpty()) {
      throw ApiException.unknown("wave '" + id + "'");
    }
    var names = SharedNames.of(model);
    return Map.of("waveId", id, "servers", members.stream().filter(SharedNames::isToMove)
        .flatMap(server -> model.target(server.getServerId()).map(target -> planned(server, target, names)).stream())
        .toList());
  }

  private static Map<String, @Nullable Object> planned(ServerStatus server, TargetSettings target, SharedNames names) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("serverId", server.getServerId());
    json.put("windows", server.getOsFamily() == OsFamily.WINDOWS);
    json.put("application", server.getApplication());
    json.put("bound", server.getSourceServerId() != null);
    json.put("launched", server.getInstanceId() != null);
    json.put("tested", server.getTestCounts());
    json.put("namesElsewhere", names.elsewhere(server, target));
    json.put("target", EventJson.of(target));
    return json;
  }

  private static Map<String, @Nullable Object> json(WaveStatus wave) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("waveId", wave.waveId());
    json.put("state", wave.phase());
    json.put("servers", wave.servers());
    json.put("ended", wave.ended());
    json.put("parked", wave.parked());
    json.put("finalized", wave.finalized());
    json.put("gates", wave.gates().stream().map(EventJson::of).toList());
    json.put("groupPolicy", wave.groupPolicy().name());
    json.put("windowStart", wave.windowStart());
    json.put("windowEnd", wave.windowEnd());
    json.put("deadline", wave.deadline());
    json.put("testKeepDays", wave.testKeepDays());
    json.put("startedAt", wave.startedAt());
    json.put("completedAt", wave.completedAt());
    json.put("note", wave.note());
    return json;
  }

  /** What can be done to a wave: {@code plan, start, pause, resume, approve, revoke, accept-test, rollback}. */
  @PostMapping("/{id}/{action}")
  ResponseEntity<Object> act(
      @PathVariable String id, @PathVariable String action,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      HttpServletRequest request) throws IOException {
    return desk.submit(command(action, CommandId.of(key), CommandId.target("wave", id), CommandBody.of(request)));
  }

  private static Command command(String action, String key, String id, CommandBody asked) {
    var by = asked.who();
    return switch (action) {
      case "plan" -> new WaveCommand.PlanWave(key, id, by, asked.plan());
      case "start" -> new WaveCommand.StartWave(key, id, by);
      case "pause" -> new WaveCommand.PauseWave(key, id, by, asked.why());
      case "resume" -> new WaveCommand.ResumeWave(key, id, by);
      case "approve" -> new WaveCommand.ApproveGate(key, id, by, asked.theGate());
      case "revoke" -> new WaveCommand.RevokeCutover(key, id, by, asked.why());
      case "accept-test" -> new AcceptTests(key, id, by, asked.why());
      case "rollback" -> new WaveCommand.RollBackWave(key, id, by, asked.why());
      default -> throw ApiException.unknown("action '" + action + "'");
    };
  }

  private void ready() {
    if (!model.isCaughtUp()) {
      throw ApiException.notYet();
    }
  }
}
