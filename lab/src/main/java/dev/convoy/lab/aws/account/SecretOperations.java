package dev.convoy.lab.aws.account;

import dev.convoy.lab.aws.cloud.StoredSecrets;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Secrets Manager: reading. Of the roles, only the one for it may. */
public final class SecretOperations {

  /** The role of {@code deploy/aws/convoy-roles.yml} that may read secrets. */
  public static final String READER = "ConvoySecrets";

  private static final String CURRENT = "AWSCURRENT";

  private final StoredSecrets secrets;

  public SecretOperations(StoredSecrets secrets) {
    this.secrets = secrets;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(Operation.json11("secretsmanager", "GetSecretValue", this::value));
  }

  private ObjectNode value(Call call) {
    var id = call.text("SecretId");
    var caller = call.caller();
    if (caller.role() != null && !caller.role().equals(READER)) {
      throw AwsError.of(400, "AccessDeniedException", "User: " + caller.arn() + " is not authorized to perform:"
          + " secretsmanager:GetSecretValue on resource: " + id + " because no identity-based policy allows the"
          + " secretsmanager:GetSecretValue action");
    }
    var secret = secrets.find(account(id, caller.account()), call.region().name(), id).orElseThrow(() ->
        AwsError.of(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
    if (secret.deleted()) {
      throw AwsError.of(400, "InvalidRequestException",
          "You can't perform this operation on the secret because it was marked for deletion.");
    }
    var asked = call.text("VersionStage");
    var stage = asked.isEmpty() ? CURRENT : asked;
    var version = secret.byStage().get(stage);
    if (version == null) {
      throw AwsError.of(400, "ResourceNotFoundException",
          "Secrets Manager can't find the specified secret value for staging label: " + stage);
    }
    var answer = JsonNodeFactory.instance.objectNode()
        .put("ARN", secret.arn())
        .put("Name", secret.name())
        .put("VersionId", version.versionId())
        .put("CreatedDate", version.created().toEpochMilli() / 1000.0);
    if (version.text() == null) {
      answer.put("SecretBinary", Base64.getEncoder().encodeToString("bytes".getBytes(StandardCharsets.US_ASCII)));
    } else {
      answer.put("SecretString", version.text());
    }
    answer.putArray("VersionStages").add(stage);
    return answer;
  }

  /** Another account's secrets are named by their ARN. */
  private static String account(String id, String own) {
    String[] parts = id.split(":", -1);
    return parts.length > 6 ? parts[4] : own;
  }
}
