package dev.convoy.lab.aws.account;

import dev.convoy.lab.aws.cloud.Oddities;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** KMS: looking at keys. Each account and region has one key of a known id. */
public final class KeyOperations {

  /** Id of the key that is there without being planted. */
  public static final String KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

  private final Oddities oddities;

  public KeyOperations(Oddities oddities) {
    this.oddities = oddities;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(Operation.json11("kms", "DescribeKey", this::describe));
  }

  private ObjectNode describe(Call call) {
    var asked = call.text("KeyId");
    var prefix = "arn:aws:kms:" + call.region().name() + ":" + call.caller().account() + ":key/";
    var id = asked.startsWith(prefix) ? asked.substring(prefix.length()) : asked;
    var states = oddities.of(call.caller().account()).keyStates();
    if (!id.equals(KEY_ID) && !states.containsKey(id)) {
      throw AwsError.of(400, "NotFoundException", "Key '" + (asked.startsWith("arn:") ? asked : prefix + id)
          + "' does not exist");
    }
    var state = states.getOrDefault(id, "Enabled");
    var answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("KeyMetadata")
        .put("AWSAccountId", call.caller().account())
        .put("KeyId", id)
        .put("Arn", prefix + id)
        .put("CreationDate", 1767225600.0)
        .put("Enabled", state.equals("Enabled"))
        .put("KeyUsage", "ENCRYPT_DECRYPT")
        .put("KeyState", state)
        .put("Origin", "AWS_KMS")
        .put("KeyManager", "CUSTOMER")
        .put("KeySpec", "SYMMETRIC_DEFAULT")
        .put("MultiRegion", false);
    return answer;
  }
}
