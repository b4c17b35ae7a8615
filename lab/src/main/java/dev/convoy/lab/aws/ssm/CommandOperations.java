package dev.convoy.lab.aws.ssm;

import dev.convoy.lab.aws.cloud.Instance;
import dev.convoy.lab.aws.cloud.RunCommand;
import dev.convoy.lab.aws.wire.Answer;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Commands on instances. Nothing is run: a script ends with the code of its last line {@code exit N}, else with 0. */
public final class CommandOperations {

  private static final Set<String> DOCUMENTS = Set.of("AWS-RunShellScript", "AWS-RunPowerShellScript");
  private static final Pattern EXIT = Pattern.compile("\\s*exit\\s+(\\d{1,3})\\s*");
  private static final Duration DELAY = Duration.ofSeconds(2);
  private static final Duration LENGTH = Duration.ofSeconds(10);
  private static final int TIMEOUT = 3600;
  private static final Shape.Rule INSTANCE = Shape.text(1, 64, "(i-(\\w{8}|\\w{17}))|(mi-\\w{17})");
  private static final Shape.Rule COMMAND = Shape.text(36, 36, ".*");

  private static final Shape SEND = Shape.empty()
      .required("DocumentName", Shape.text(3, 128, "[a-zA-Z0-9_\\-.:/]{3,128}"))
      .optional("InstanceIds", Shape.list(0, 50, INSTANCE))
      .optional("Targets", Shape.list(0, 5, Shape.structure(Shape.empty()
          .optional("Key", Shape.text(1, 163, ".*")).optional("Values", Shape.list(0, 50, Shape.text(256))))))
      .optional("TimeoutSeconds", Shape.integer(30, 2_592_000))
      .optional("Comment", Shape.text(100))
      .optional("Parameters", Shape.map(200, Shape.text(1, 255, ".*"), Shape.list(0, 500, Shape.text(64_000))));
  private static final Shape GET = Shape.empty().required("CommandId", COMMAND).required("InstanceId", INSTANCE)
      .optional("PluginName", Shape.text(4, 500, ".*"));
  private static final Shape LIST = Shape.empty().optional("CommandId", COMMAND).optional("InstanceId", INSTANCE)
      .optional("MaxResults", Shape.integer(1, 50)).optional("NextToken", Shape.text(2048));

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        new Operation("ssm", "SendCommand", true, call -> new Answer.Json11(send(call))),
        Operation.json11("ssm", "GetCommandInvocation", CommandOperations::invocation),
        Operation.json11("ssm", "ListCommands", CommandOperations::list));
  }

  private static ObjectNode send(Call call) {
    SEND.check(call.json());
    if (!DOCUMENTS.contains(call.text("DocumentName"))) {
      throw AwsError.of(400, "InvalidDocument", "Document with name " + call.text("DocumentName") + " does not exist.");
    }
    var targets = call.json().path("Targets");
    if (targets.isEmpty() == call.texts("InstanceIds").isEmpty()) {
      throw AwsError.of(400, "ValidationException", "Exactly one of InstanceIds and Targets must be given");
    }
    var instances = targets.isEmpty() ? ManagedInstanceOperations.reachable(call, call.texts("InstanceIds"))
        : targeted(call, targets);
    var region = call.region();
    var starts = call.now().plus(region.time().onWall(DELAY));
    var parameters = call.json().path("Parameters") instanceof ObjectNode given ? given.deepCopy() : SsmJson.object();
    var sequence = region.nextSequence();
    var id = UUID.nameUUIDFromBytes((region.account() + region.name() + sequence).getBytes(StandardCharsets.UTF_8)).toString();
    var command = new RunCommand(sequence, id, call.text("DocumentName"), parameters,
        instances.stream().map(Instance::id).toList(), call.text("Comment"),
        call.json().path("TimeoutSeconds").asInt(TIMEOUT), call.now(), starts, starts.plus(region.time().onWall(LENGTH)),
        exitCode(parameters));
    region.estate().commands().put(id, command);
    var answer = SsmJson.object();
    answer.set("Command", view(call, command));
    return answer;
  }

  /** By id or by tag; those that cannot be reached are left out, as SSM does. */
  private static List<Instance> targeted(Call call, JsonNode targets) {
    return call.region().instances().stream().filter(Instance::booted).filter(instance -> targets.valueStream()
        .allMatch(target -> {
          var key = target.path("Key").asString("");
          var has = key.equals("InstanceIds") ? instance.id()
              : key.startsWith("tag:") ? instance.tags().getOrDefault(key.substring("tag:".length()), "") : "";
          return target.path("Values").valueStream().anyMatch(value -> !has.isEmpty() && value.asString().equals(has));
        })).toList();
  }

  private static int exitCode(ObjectNode parameters) {
    var lines = parameters.path("commands");
    var last = EXIT.matcher(lines.isEmpty() ? "" : lines.get(lines.size() - 1).asString(""));
    return last.matches() ? Integer.parseInt(last.group(1)) : 0;
  }

  /** Just after it was sent, a command has no invocations yet. */
  private static ObjectNode invocation(Call call) {
    GET.check(call.json());
    var command = call.region().estate().commands().get(call.text("CommandId"));
    var instance = call.text("InstanceId");
    if (command == null || !command.instanceIds().contains(instance) || call.now().isBefore(command.startsAt())) {
      throw AwsError.of(400, "InvocationDoesNotExist", "");
    }
    var status = command.status(call.now());
    var view = SsmJson.object().put("CommandId", command.id()).put("InstanceId", instance)
        .put("Comment", command.comment()).put("DocumentName", command.document()).put("DocumentVersion", "$DEFAULT")
        .put("PluginName", command.document().equals("AWS-RunShellScript") ? "aws:runShellScript" : "aws:runPowerShellScript")
        .put("ResponseCode", command.ended(call.now()) ? command.exitCode() : -1)
        .put("ExecutionStartDateTime", command.startsAt().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("Status", status).put("StatusDetails", status)
        .put("StandardOutputContent", "").put("StandardErrorContent", "");
    if (command.ended(call.now())) {
      view.put("ExecutionEndDateTime", command.endsAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return view;
  }

  private static ObjectNode list(Call call) {
    LIST.check(call.json());
    var found = call.region().estate().commands().values().stream().toList().reversed().stream()
        .filter(each -> call.text("CommandId").isEmpty() || each.id().equals(call.text("CommandId")))
        .filter(each -> call.text("InstanceId").isEmpty() || each.instanceIds().contains(call.text("InstanceId")));
    return SsmJson.page(call, found, each -> -each.sequence(), "Commands", each -> view(call, each));
  }

  private static ObjectNode view(Call call, RunCommand command) {
    var status = command.status(call.now());
    var ended = command.ended(call.now()) ? command.instanceIds().size() : 0;
    var view = SsmJson.object().put("CommandId", command.id()).put("DocumentName", command.document())
        .put("DocumentVersion", "$DEFAULT").put("Comment", command.comment())
        .put("RequestedDateTime", SsmJson.seconds(command.requestedAt()))
        .put("ExpiresAfter", SsmJson.seconds(command.requestedAt().plusSeconds(command.timeoutSeconds())))
        .put("Status", status).put("StatusDetails", status).put("TimeoutSeconds", command.timeoutSeconds())
        .put("TargetCount", command.instanceIds().size()).put("CompletedCount", ended)
        .put("ErrorCount", command.exitCode() == 0 ? 0 : ended).put("DeliveryTimedOutCount", 0)
        .put("MaxConcurrency", "50").put("MaxErrors", "0");
    view.set("Parameters", command.parameters().deepCopy());
    var ids = view.putArray("InstanceIds");
    command.instanceIds().forEach(ids::add);
    return view;
  }
}
