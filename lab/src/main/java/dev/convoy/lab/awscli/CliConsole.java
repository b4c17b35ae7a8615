package dev.convoy.lab.awscli;

import dev.convoy.lab.estate.TheirConsole;
import dev.convoy.lab.run.LabFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What somebody else does to an account by the AWS CLI alone; several servers a command wherever MGN takes several. */
public final class CliConsole implements TheirConsole {

  /** MGN's most of a filter, and of a job. */
  private static final int MOST = 200;

  private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  /** The tag that MGN gives to the launch template of a server. */
  private static final String OWNER = "AWSApplicationMigrationServiceSourceServerID";

  private final AwsCommandLine cli;
  private final Consumer<String> notes;

  /** @param notes takes a line for each step */
  public CliConsole(AwsCommandLine cli, Consumer<String> notes) {
    this.cli = cli;
    this.notes = notes;
  }

  @Override
  public void prepare(String stagingSubnetId) {
    cli.run("mgn", "initialize-service");
    if (cli.run("mgn", "describe-replication-configuration-templates").path("items").isEmpty()) {
      cli.run("mgn", "create-replication-configuration-template", "--staging-area-subnet-id", stagingSubnetId,
          "--associate-default-security-group", "--replication-servers-security-groups-ids", "[]",
          "--replication-server-instance-type", "t3.small", "--no-use-dedicated-replication-server",
          "--default-large-staging-disk-type", "GP3", "--ebs-encryption", "DEFAULT", "--bandwidth-throttling", "0",
          "--data-plane-routing", "PRIVATE_IP", "--no-create-public-ip", "--staging-area-tags", "{}");
    }
    said("initialize-service and a replication template");
  }

  @Override
  public boolean replicates() {
    return true;
  }

  @Override
  public void replicate(Collection<String> ids, Collection<String> tuned) {
    each("update-replication-configuration", tuned, id -> cli.run("mgn", "update-replication-configuration",
        "--source-server-id", id, "--staging-area-tags", "{\"team\":\"theirs\"}"));
    each("start-replication", ids, id -> cli.run("mgn", "start-replication", "--source-server-id", id));
  }

  @Override
  public boolean ready(Collection<String> ids) {
    return all(ids, server -> server.path("lifeCycle").path("state").asString("").equals("READY_FOR_TEST")
        && server.path("dataReplicationInfo").has("lagDuration"));
  }

  @Override
  public String test(Collection<String> ids, String subnetId, String securityGroupId) {
    if (ids.size() > MOST) {
      throw new LabFailure("[CVY-9278] lab: " + ids.size() + " servers of one account are to be tested by one job, which takes "
          + MOST + "; give a smaller --estate, or more --accounts");
    }
    var templates = templates();
    each("create-launch-template-version and modify-launch-template", ids, id ->
        place(String.valueOf(templates.get(id)), subnetId, securityGroupId));
    var job = cli.run(words(Stream.of("mgn", "start-test", "--source-server-ids"), ids)).path("job").path("jobID").asString("");
    said("start-test of " + ids.size() + " servers by " + job);
    return job;
  }

  private Map<String, String> templates() {
    var templates = new HashMap<String, String>();
    cli.run("ec2", "describe-launch-templates", "--filters", "Name=tag-key,Values=" + OWNER).path("LaunchTemplates")
        .forEach(template -> template.path("Tags").valueStream().filter(tag -> tag.path("Key").asString("").equals(OWNER))
            .forEach(tag -> templates.put(tag.path("Value").asString(""), template.path("LaunchTemplateId").asString(""))));
    return templates;
  }

  private JsonNode place(String template, String subnetId, String securityGroupId) {
    var data = JsonMapper.shared().createObjectNode();
    data.putArray("NetworkInterfaces").addObject().put("DeviceIndex", 0).put("DeleteOnTermination", true)
        .put("SubnetId", subnetId).putArray("Groups").add(securityGroupId);
    var version = cli.run("ec2", "create-launch-template-version", "--launch-template-id", template, "--source-version",
        "$Default", "--version-description", "by hand", "--launch-template-data", data.toString())
        .path("LaunchTemplateVersion").path("VersionNumber").asString("");
    return cli.run("ec2", "modify-launch-template", "--launch-template-id", template, "--default-version", version);
  }

  @Override
  public boolean tested(String job, Collection<String> ids) {
    var found = cli.run("mgn", "describe-jobs", "--filters", filter("jobIDs", List.of(job))).path("items").path(0);
    return found.path("status").asString("").equals("COMPLETED") && all(ids, server ->
        server.path("lifeCycle").path("state").asString("").equals("TESTING") && server.has("launchedInstance"));
  }

  @Override
  public void pass(Collection<String> ids) {
    each("change-server-life-cycle-state", ids, id -> cli.run("mgn", "change-server-life-cycle-state", "--source-server-id",
        id, "--life-cycle", "state=READY_FOR_CUTOVER"));
  }

  /** How many commands that took. */
  public int commands() {
    return cli.commands();
  }

  private boolean all(Collection<String> ids, Predicate<JsonNode> wanted) {
    var left = new ArrayList<>(ids);
    while (!left.isEmpty()) {
      var some = List.copyOf(left.subList(0, Math.min(MOST, left.size())));
      var found = cli.run("mgn", "describe-source-servers", "--filters", filter("sourceServerIDs", some)).path("items");
      if (found.size() < some.size() || !found.valueStream().allMatch(wanted)) {
        return false;
      }
      left.removeAll(some);
    }
    return true;
  }

  private static String filter(String name, Collection<String> values) {
    return JsonMapper.shared().writeValueAsString(Map.of(name, values));
  }

  private static String[] words(Stream<String> first, Collection<String> then) {
    return Stream.concat(first, then.stream()).toArray(String[]::new);
  }

  /** A few at once; the first refusal ends it. */
  private void each(String what, Collection<String> ids, java.util.function.Function<String, JsonNode> command) {
    try (var some = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<JsonNode>> begun = ids.stream().map(id -> some.submit(() -> command.apply(id))).toList();
      try {
        for (var each : begun) {
          each.get();
        }
      } finally {
        some.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9278] lab: interrupted while an estate was set up by the AWS CLI; try again", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LabFailure failure ? failure : new IllegalStateException(e.getCause());
    }
    if (!ids.isEmpty()) {
      said(what + " of " + ids.size() + " servers");
    }
  }

  private void said(String what) {
    notes.accept("aws: " + what + " (" + cli.commands() + " commands so far)");
  }
}
