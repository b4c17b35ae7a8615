package dev.convoy.lab.cli;

import dev.convoy.lab.run.EstateAdoption;
import dev.convoy.lab.run.InventoryClient;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code convoy account ...}. */
@Command(name = "account", description = "Checks AWS accounts before servers go there.")
final class AccountCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "check, plan or adopt is missing");
  }

  @Command(description = "Looks whether an account and region are ready: MGN, quotas, networks, permissions, key, installer role."
      + " Changes nothing.")
  int check(@Mixin Addresses addresses, @Parameters(paramLabel = "ACCOUNT") String account,
      @Parameters(paramLabel = "REGION") String region,
      @Option(names = "--environment", paramLabel = "NAME", description = "if there are several there")
          @Nullable String environment,
      @Option(names = "--servers", paramLabel = "N", defaultValue = "1", description = "how many are to go there")
          int servers,
      @Option(names = "--json") boolean json) {
    try (InventoryClient inventory = addresses.inventory(); InventoryClient replication = addresses.replication()) {
      JsonNode declared = environment(inventory.get("/api/environments?account=" + InventoryClient.segment(account)
          + "&region=" + InventoryClient.segment(region)).body(), account + " " + region, environment);
      JsonNode report = replication.post("/api/preflight/account",
          Map.of("environment", declared, "servers", servers)).body();
      return PreflightReport.print(report, json, spec.commandLine().getOut());
    }
  }

  @Command(description = "Shows what would be called in an account and region that is only observed (convoy.aws.mode, "
      + "convoy.aws.observed), by server. Changes nothing.")
  int plan(@Mixin Addresses addresses, @Parameters(paramLabel = "ACCOUNT") String account,
      @Parameters(paramLabel = "REGION") String region, @Option(names = "--json") boolean json) {
    String path = "/api/plan?account=" + InventoryClient.segment(account) + "&region=" + InventoryClient.segment(region);
    Map<String, JsonNode> plans = new LinkedHashMap<>();
    try (InventoryClient agent = addresses.agent(); InventoryClient replication = addresses.replication();
        InventoryClient launch = addresses.launch()) {
      plans.put("agent-service", agent.get(path).body());
      plans.put("replication-service", replication.get(path).body());
      plans.put("launch-service", launch.get(path).body());
    }
    return PlanReport.print(plans, json, spec.commandLine().getOut());
  }

  @Command(description = "Holds what MGN has in an account and region against the inventory: who is whom, how far, what comes"
      + " next. Then binds every match that is the only one, so that its wave adopts it and installs nothing over it; conflicts"
      + " and what a person has to finish are left alone. With --dry-run it changes nothing.")
  int adopt(@Mixin Addresses addresses, @Parameters(paramLabel = "ACCOUNT") String account,
      @Parameters(paramLabel = "REGION") String region,
      @Option(names = "--dry-run", description = "report only") boolean dryRun,
      @Option(names = "--wave", paramLabel = "ID", description = "matches of these waves only") @Nullable List<String> waves,
      @Option(names = "--environment", paramLabel = "NAME", description = "if there are several there")
          @Nullable String environment,
      @Option(names = "--by", description = "who decides; else who is logged in") @Nullable String by,
      @Option(names = "--json") boolean json) {
    String place = "account=" + InventoryClient.segment(account) + "&region=" + InventoryClient.segment(region);
    try (InventoryClient inventory = addresses.inventory(); InventoryClient replication = addresses.replication()) {
      JsonNode declared = environment(inventory.get("/api/environments?" + place).body(), account + " " + region, environment);
      EstateAdoption estate = new EstateAdoption(inventory, replication);
      JsonNode report = estate.report(account, region, declared, waves == null ? List.of() : waves);
      PrintWriter out = spec.commandLine().getOut();
      int conflicts = dryRun || !json ? EstateReport.print(report, json, out) : 0;
      return dryRun ? conflicts
          : Adopting.print(report, estate.bind(report, by == null ? WaveCommand.person() : by), json, out);
    }
  }

  private JsonNode environment(JsonNode answer, String place, @Nullable String name) {
    List<JsonNode> declared = answer.path("environments").valueStream().toList();
    List<JsonNode> named = declared.stream().filter(each -> name == null || name.equals(Answers.at(each, "name"))).toList();
    if (named.size() != 1) {
      throw new ParameterException(spec.commandLine(), place + " has the environments " + String.join(", ",
          declared.stream().map(each -> Answers.at(each, "name")).toList()) + "; name one with --environment");
    }
    return named.getFirst();
  }
}
