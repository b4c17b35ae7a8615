package dev.convoy.lab.verify;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the two ledgers of the lab over HTTP: JSON lines. */
final class Ledgers {
  private final URI simulator;

  /** @param simulator {@code http://127.0.0.1:4566} */
  Ledgers(URI simulator) {
    this.simulator = simulator;
  }

  List<AwsCall> awsCalls() {
    return lines("/_lab/ledger").stream().map(Ledgers::awsCall).toList();
  }

  /** Changes of names on the DNS server that is not Route 53; none where the lab has no such server. */
  List<AwsCall> nameChanges() {
    return lines("/_lab/names", true).stream().map(Ledgers::awsCall).toList();
  }

  List<HostWork> hostWork() {
    return lines("/_lab/hosts/ledger").stream().map(Ledgers::hostWork).toList();
  }

  /** Calls by {@code service.Operation}; those that a planted fault answered once more, after {@code planted.}. */
  Map<String, Long> counters() {
    Map<String, Long> counts = new TreeMap<>();
    lines("/_lab/counters").forEach(line -> line.properties()
        .forEach(each -> counts.put(each.getKey(), each.getValue().asLong(0))));
    return counts;
  }

  static AwsCall awsCall(JsonNode line) {
    List<String> sourceServers = new ArrayList<>();
    line.path("sourceServers").forEach(each -> sourceServers.add(each.asString()));
    Map<String, String> tags = new LinkedHashMap<>();
    line.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
    return new AwsCall(Instant.parse(text(line, "wall")), text(line, "service"), text(line, "operation"),
        text(line, "account"), text(line, "region"), List.copyOf(sourceServers), Map.copyOf(tags),
        line.path("accepted").asBoolean(false),
        Optional.of(text(line, "jobId")).filter(id -> !id.isEmpty()),
        Optional.of(text(line, "lifeCycle")).filter(state -> !state.isEmpty()),
        !text(line, "fault").isEmpty(), launches(line.path("launches")),
        line.path("saved").isObject() ? Optional.of(saved(line.path("saved"))) : Optional.empty(),
        line.path("change").path("Changes").valueStream().map(Ledgers::written).toList());
  }

  private static AwsCall.Written written(JsonNode change) {
    JsonNode set = change.path("ResourceRecordSet");
    return new AwsCall.Written(text(change, "Action"), text(set, "Name").toLowerCase(Locale.ROOT).replaceAll("\\.$", ""),
        set.path("ResourceRecords").valueStream().map(each -> text(each, "Value")).toList(), text(set, "TTL"));
  }

  private static AwsCall.Saved saved(JsonNode saved) {
    return new AwsCall.Saved(text(saved, "instanceId"), text(saved, "state"), texts(saved.path("volumes")),
        texts(saved.path("left")));
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static Map<String, AwsCall.Launch> launches(JsonNode launches) {
    Map<String, AwsCall.Launch> byServer = new LinkedHashMap<>();
    launches.properties().forEach(each -> {
      JsonNode launch = each.getValue();
      byServer.put(each.getKey(), new AwsCall.Launch(text(launch, "launchTemplateId"), launch.path("version").asInt(0),
          text(launch, "subnetId"), texts(launch.path("securityGroupIds")),
          Optional.of(text(launch, "readAt")).filter(at -> !at.isEmpty()).map(Instant::parse)));
    });
    return Map.copyOf(byServer);
  }

  static HostWork hostWork(JsonNode line) {
    return new HostWork(Instant.parse(text(line, "wall")), text(line, "host"), text(line, "serverId"),
        text(line, "kind"), text(line, "operationId"), text(line, "phase").equals("start"),
        line.path("exit").isNumber() ? Optional.of(line.path("exit").asInt()) : Optional.empty());
  }

  private static String text(JsonNode line, String field) {
    JsonNode value = line.path(field);
    return value.isNull() || value.isMissingNode() ? "" : value.asString();
  }

  private List<JsonNode> lines(String path) {
    return lines(path, false);
  }

  private List<JsonNode> lines(String path, boolean optional) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3))
        .version(HttpClient.Version.HTTP_1_1).proxy(ProxySelector.of(null)).build()) {
      HttpResponse<String> answer = http.send(HttpRequest.newBuilder(simulator.resolve(path))
          .timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
      if (optional && answer.statusCode() == 404) {
        return List.of();
      }
      if (answer.statusCode() != 200) {
        throw new LabFailure("[CVY-9242] ledger: " + simulator.resolve(path) + " answers " + answer.statusCode()
            + "; is this the lab's AWS simulator?");
      }
      return answer.body().lines().filter(line -> !line.isBlank()).map(JsonMapper.shared()::readTree).toList();
    } catch (IOException e) {
      throw new LabFailure("[CVY-9241] ledger: no answer from " + simulator.resolve(path) + "; is the lab running?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9241] ledger: interrupted; try again", e);
    }
  }
}
