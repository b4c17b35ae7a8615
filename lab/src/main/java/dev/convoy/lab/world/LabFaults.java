package dev.convoy.lab.world;

import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabOptions.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Plants passing faults of AWS; none of them may keep a server from its end. */
final class LabFaults {

  private static final Map<Faults, List<Map<String, Object>>> RULES = Map.of(
      Faults.none, List.of(),
      Faults.light, List.of(fault("throttle", 0.02), fault("error500", 0.01)),
      Faults.heavy, List.of(fault("throttle", 0.2), fault("error500", 0.05), fault("answerLost", 0.03)));

  private LabFaults() {}

  private static Map<String, Object> fault(String kind, double probability) {
    return Map.of("operation", "*", "kind", kind, "probability", probability);
  }

  static void plant(Faults faults, URI aws) throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(aws.resolve("/_lab/faults"))
          .PUT(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(RULES.get(faults)))).build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new LabFailure("[CVY-9238] lab: faults not planted: " + answer.body() + "; report it");
      }
    } catch (IOException e) {
      throw new LabFailure("[CVY-9238] lab: faults not planted: " + e.getMessage() + "; see the lab's log", e);
    }
  }
}
