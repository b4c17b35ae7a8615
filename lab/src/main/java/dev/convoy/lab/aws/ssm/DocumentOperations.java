package dev.convoy.lab.aws.ssm;

import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Documents: some that AWS has in every account, and those that are planted as an account's own. Each has one version. */
public final class DocumentOperations {

  private static final List<String> ALL = List.of("Windows", "Linux", "MacOS");
  private static final Map<String, List<String>> OF_AWS = Map.of(
      "AWS-RunShellScript", List.of("Linux", "MacOS"),
      "AWS-RunPowerShellScript", ALL,
      "AWS-RunRemoteScript", ALL,
      "AWS-ConfigureAWSPackage", ALL,
      "AWS-RunPatchBaseline", ALL,
      "AWS-UpdateSSMAgent", List.of("Windows", "Linux"),
      "AWS-JoinDirectoryServiceDomain", List.of("Windows", "Linux"),
      "AWS-InstallApplication", List.of("Windows"),
      "AWS-InstallPowerShellModule", List.of("Windows"),
      "AmazonCloudWatch-ManageAgent", ALL);
  private static final Set<String> VERSIONS = Set.of("", "$DEFAULT", "$LATEST", "1");
  private static final Shape DESCRIBE = Shape.empty()
      .required("Name", Shape.text(3, 256, "[a-zA-Z0-9_\\-.:/]{3,256}"))
      .optional("DocumentVersion", Shape.text(1, 256, "([$]LATEST|[$]DEFAULT|[1-9][0-9]*)"))
      .optional("VersionName", Shape.text(1, 128, "[a-zA-Z0-9_\\-.]{1,128}"));

  private final Cloud cloud;

  public DocumentOperations(Cloud cloud) {
    this.cloud = cloud;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(Operation.json11("ssm", "DescribeDocument", call -> {
      DESCRIBE.check(call.json());
      return describe(call);
    }));
  }

  private ObjectNode describe(Call call) {
    var name = call.text("Name");
    var own = cloud.oddities().of(call.region().account()).documents().get(name);
    var platforms = own == null ? OF_AWS.get(name) : own;
    if (platforms == null) {
      throw AwsError.of(400, "InvalidDocument", "Document with name " + name + " does not exist.");
    }
    if (!VERSIONS.contains(call.text("DocumentVersion"))) {
      throw AwsError.of(400, "InvalidDocumentVersion", "The document version isn't valid or doesn't exist.");
    }
    var document = SsmJson.object().put("Name", name).put("Owner", own == null ? "Amazon" : call.region().account())
        .put("Status", "Active").put("DocumentVersion", "1").put("LatestVersion", "1").put("DefaultVersion", "1")
        .put("DocumentType", "Command").put("SchemaVersion", "2.2").put("DocumentFormat", "JSON");
    var types = document.putArray("PlatformTypes");
    platforms.forEach(types::add);
    var answer = SsmJson.object();
    answer.set("Document", document);
    return answer;
  }
}
