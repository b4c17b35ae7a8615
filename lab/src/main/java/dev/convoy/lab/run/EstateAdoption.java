package dev.convoy.lab.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Holds what an account has against the inventory, and says what is matched to inventory-service, which decides. */
public final class EstateAdoption {
  private static final int AT_ONCE = 8;

  private final InventoryClient inventory;
  private final InventoryClient replication;

  public EstateAdoption(InventoryClient inventory, InventoryClient replication) {
    this.inventory = inventory;
    this.replication = replication;
  }

  /** What became of a match. */
  public enum End {
    BOUND,
    BOUND_ALREADY,
    LEFT_TO_A_PERSON,
    NOT_BOUND
  }

  /** @param why what is left to do; empty = nothing */
  public record Binding(String serverId, String sourceServerId, End end, String why) {}

  /**
   * What replication-service makes of it; changes nothing.
   *
   * @param environment of the account and region, as inventory-service shows it
   * @param waves whose matches are wanted; none = all
   */
  public JsonNode report(String account, String region, JsonNode environment, List<String> waves) {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("account", account);
    question.put("region", region);
    question.put("roleArn", environment.path("roleArn"));
    question.put("servers", inventory.get("/api/sources?account=" + InventoryClient.segment(account) + "&region="
        + InventoryClient.segment(region)).body().path("servers"));
    question.put("waves", waves);
    return replication.post("/api/estate", question).body();
  }

  /** Binds every match of a report that nobody has to finish first; a refusal stops no other. In the order of the report. */
  public List<Binding> bind(JsonNode report, String by) {
    try (var calls = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Binding>> asked = report.path("matched").valueStream().map(each -> calls.submit(() -> binding(each, by))).toList();
      return asked.stream().map(EstateAdoption::answer).toList();
    }
  }

  private static Binding answer(Future<Binding> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9301] account adopt: interrupted; give it again, what is bound stays so", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Binding binding(JsonNode match, String by) {
    String server = match.path("serverId").asString("");
    String source = match.path("sourceServerId").asString("");
    if (match.path("bound").asBoolean(false)) {
      return new Binding(server, source, End.BOUND_ALREADY, "");
    }
    return match.path("way").asString("").equals("ADOPT") ? asked(match, server, source, by)
        : new Binding(server, source, End.LEFT_TO_A_PERSON, match.path("next").asString(""));
  }

  private Binding asked(JsonNode match, String server, String source, String by) {
    String known = match.path("by").valueStream().map(each -> each.asString().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining(", "));
    try {
      InventoryClient.Answer answer = inventory.post("/api/servers/" + InventoryClient.segment(server) + "/adopt",
          Map.of("by", by, "reason", "known by its " + known, "sourceServerId", source));
      return answer.status() == 202 ? new Binding(server, source, End.NOT_BOUND, "not yet answered; see "
          + answer.location().orElse("./convoy server show " + server)) : new Binding(server, source, End.BOUND, "");
    } catch (Refusal | LabFailure e) {
      return new Binding(server, source, End.NOT_BOUND, String.valueOf(e.getMessage()));
    }
  }
}
