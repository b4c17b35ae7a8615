package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run of a post-launch action on a launched instance, one after the other once its SSM agent is known.
 *
 * @param document MGN's SsmDocument
 * @param startsAt wall time
 * @param endsAt wall time
 * @param fails its instance never comes up, or it is to fail
 * @param reason why it fails on an instance that is up; null otherwise
 */
public record ActionRun(
    ObjectNode document, String executionId, Instant startsAt, Instant endsAt, boolean fails, @Nullable String reason) {

  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final List<String> MEMBERS =
      List.of("actionName", "timeoutSeconds", "mustSucceedForCutover", "parameters", "externalParameters");

  /** MGN's PostLaunchActionExecutionStatus. */
  public String status(Instant now) {
    return now.isBefore(endsAt) ? "IN_PROGRESS" : fails ? "FAILED" : "SUCCESS";
  }

  /** Whether the cutover may not be finalized at a moment because of it. */
  public boolean blocksCutover(Instant now) {
    return document.path("mustSucceedForCutover").asBoolean(false) && !status(now).equals("SUCCESS");
  }

  /** What a launch brings: documents of the launch settings first, then the server's own actions by their order. */
  static List<ActionRun> of(
      SourceServer server, Job.Initiator initiator, Job.@Nullable Failure planned, SimulatedTime time, Instant launched) {
    var settings = server.launchConfiguration().path("postLaunchActions");
    var deployment = settings.path("deployment").asString("TEST_AND_CUTOVER");
    var left = initiator == Job.Initiator.START_TEST ? "CUTOVER_ONLY" : "TEST_ONLY";
    if (deployment.equals(left)) {
      return List.of();
    }
    var documents = new ArrayList<ObjectNode>();
    settings.path("ssmDocuments").forEach(each -> documents.add((ObjectNode) each.deepCopy()));
    active(server.actions()).forEach(action -> documents.add(document(action)));
    var at = launched.plus(time.onWall(time.durations().boot()));
    var runs = new ArrayList<ActionRun>();
    for (var document : documents) {
      var ends = at.plus(time.onWall(LENGTH));
      var reason = planned == Job.Failure.ACTION && runs.isEmpty() ? "The document ended with status Failed" : null;
      runs.add(new ActionRun(document, executionId(server.id(), launched, runs.size()), at, ends,
          planned == Job.Failure.BOOT || reason != null, reason));
      at = ends;
    }
    return runs;
  }

  private static List<ObjectNode> active(Map<String, ObjectNode> actions) {
    return actions.values().stream().filter(action -> action.path("active").asBoolean(true))
        .sorted(Comparator.comparingInt(action -> action.path("order").asInt())).toList();
  }

  private static ObjectNode document(ObjectNode action) {
    var document = JsonNodeFactory.instance.objectNode();
    MEMBERS.stream().filter(action::has).forEach(name -> document.set(name, action.get(name).deepCopy()));
    return document.put("ssmDocumentName", action.path("documentIdentifier").asString(""));
  }

  private static String executionId(String serverId, Instant launched, int number) {
    return java.util.UUID.nameUUIDFromBytes((serverId + launched + number).getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .toString();
  }

  /** Automations are told from commands by their names. */
  public String type() {
    return document.path("ssmDocumentName").asString("").contains("Automation") ? "AUTOMATION" : "COMMAND";
  }

  /** Whether the SSM agent of its instance was found. */
  public boolean isAgentFound() {
    return !fails || reason != null;
  }

  /** Why it failed; null unless it did. */
  public @Nullable String failure(Instant now) {
    return !status(now).equals("FAILED") ? null
        : reason != null ? reason : "The SSM agent of the instance was not discovered";
  }
}
