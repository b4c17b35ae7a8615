package dev.convoy.lab.world;

import dev.convoy.lab.chaos.AwsStorm;
import dev.convoy.lab.fleetplan.PlantedFailure;
import dev.convoy.lab.fleetplan.PlantedOddity;
import dev.convoy.lab.hosts.SourceFleet;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabOptions;
import dev.convoy.lab.run.LabOptions.Faults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plants faults of AWS: passing ones, none of which may keep a server from its end, and the failures for good of the
 * servers that were drawn for them.
 */
final class LabFaults {

  private static final Map<Faults, List<Map<String, Object>>> RULES = Map.of(
      Faults.none, List.of(),
      Faults.light, List.of(fault("throttle", 0.02), fault("error500", 0.01)),
      Faults.heavy, List.of(fault("throttle", 0.2), fault("error500", 0.05), fault("answerLost", 0.03)),
      Faults.storm, AwsStorm.mix());

  /** From here on a port of a source is not asked for at its target. */
  private static final int EPHEMERAL_PORTS = 32_768;

  private LabFaults() {}

  private static Map<String, Object> fault(String kind, double probability) {
    return Map.of("operation", "*", "kind", kind, "probability", probability);
  }

  /** Servers of a fleet that fail for good: of a light plan one in twenty, of a heavy one two. */
  static int failuresForGood(Faults faults, int servers) {
    return switch (faults) {
      case none, storm -> 0;
      case light -> Math.max(1, Math.round(servers / 20f));
      case heavy -> Math.max(2, Math.round(servers / 10f));
    };
  }

  /** Why nothing is odd about any server though it is asked for servers that fail for good; empty = something is, or it is not. */
  static Optional<String> whyNothingOdd(LabOptions options) {
    if (failuresForGood(options.faults(), options.servers()) == 0) {
      return Optional.empty();
    }
    return options.intake().isPresent() ? Optional.of("--intake names servers that the lab does not know")
        : options.versions().otherClassPath().isPresent() ? Optional.of("the build of --upgrade may not see it")
        : options.drills().isEmpty() ? Optional.empty()
        : Optional.of("--drill takes servers out of the way that they have to go for it to show");
  }

  /** What is odd about some servers of a generated fleet; with crash points, some that wake: something is to be told. */
  static Set<PlantedOddity> oddities(LabOptions options) {
    if (options.crashPoints() > 0 && options.intake().isEmpty() && options.faults() == Faults.none) {
      return Set.of(PlantedOddity.WAKES_AND_IS_SHUT_DOWN);
    }
    if (failuresForGood(options.faults(), options.servers()) == 0 || whyNothingOdd(options).isPresent()) {
      return Set.of();
    }
    Set<PlantedOddity> kinds = EnumSet.allOf(PlantedOddity.class);
    kinds.removeIf(kind -> kind.ofShutdowns() ? !options.goal().shutdown()
        : SourceFleet.UNSERVED_PORT + options.ports().offset() >= EPHEMERAL_PORTS);
    return kinds;
  }

  /**
   * Servers that have each oddity: of a light plan one in forty, of a heavy one in twenty; with crash points as many as are to crash,
   * at most one in six.
   */
  static int ofEachOddity(LabOptions options) {
    if (options.crashPoints() > 0 && options.faults() == Faults.none) {
      return Math.clamp(options.servers() / 6, 1, options.crashPoints());
    }
    return Math.max(1, options.servers() / (options.faults() == Faults.heavy ? 20 : 40));
  }

  private static List<Map<String, Object>> rules(Faults faults, Map<String, PlantedFailure> failures) {
    List<Map<String, Object>> rules = new ArrayList<>(RULES.getOrDefault(faults, List.of()));
    failures.forEach((serverId, failure) -> failure.awsFault().ifPresent(fault -> {
      Map<String, Object> rule = new LinkedHashMap<>(fault);
      rule.put("userProvidedIds", List.of(serverId));
      rules.add(rule);
    }));
    return rules;
  }

  static void plant(Faults faults, Map<String, PlantedFailure> failures, URI aws) throws InterruptedException {
    put(rules(faults, failures), aws);
  }

  static void calm(URI aws) throws InterruptedException {
    put(List.of(), aws);
  }

  private static void put(List<Map<String, Object>> rules, URI aws) throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(aws.resolve("/_lab/faults"))
          .PUT(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(rules)))
          .build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new LabFailure("[CVY-9238] lab: faults not planted: " + answer.body() + "; report it");
      }
    } catch (IOException e) {
      throw new LabFailure("[CVY-9238] lab: faults not planted: " + e.getMessage() + "; see the lab's log", e);
    }
  }
}
