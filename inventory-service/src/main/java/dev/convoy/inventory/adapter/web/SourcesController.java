package dev.convoy.inventory.adapter.web;

import dev.convoy.events.common.SourceHost;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.readmodel.ReadModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** By what the servers of an account and region are known: names, address, MAC address, instance, binding. What an estate is matched with. */
@RestController
class SourcesController {

  private final ReadModel model;

  SourcesController(ReadModel model) {
    this.model = model;
  }

  /** Those that are moved or were, without the ones that have left. */
  @GetMapping("/api/sources")
  Map<String, List<Map<String, @Nullable Object>>> list(@RequestParam String account, @RequestParam String region) {
    if (!model.isCaughtUp()) {
      throw ApiException.notYet();
    }
    return Map.of("servers", model.servers().stream()
        .filter(server -> account.equals(server.getAccount()) && region.equals(server.getRegion())
            && server.getStrategy() == Strategy.REHOST && server.getStage() != Stage.WITHDRAWN)
        .flatMap(server -> model.source(server.getServerId()).map(source -> json(server, source)).stream()).toList());
  }

  private static Map<String, @Nullable Object> json(ServerStatus server, SourceHost source) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("serverId", server.getServerId());
    json.put("name", server.getName());
    json.put("fqdn", source.getFqdn());
    json.put("address", source.getAddress());
    json.put("macAddress", source.getMacAddress());
    json.put("ec2InstanceId", source.getEc2InstanceId());
    json.put("waveId", server.getWaveId());
    json.put("sourceServerId", server.getSourceServerId());
    json.put("ended", server.getEnded());
    return json;
  }
}
