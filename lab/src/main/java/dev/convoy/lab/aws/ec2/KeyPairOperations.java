package dev.convoy.lab.aws.ec2;

import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reading key pairs. Each account and region has one, which no instance of the lab can be entered by. */
public final class KeyPairOperations {

  /** Name of the key pair that is there. */
  public static final String NAME = "lab";

  private static final String PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA lab";

  private record KeyPair(String id, String name, String fingerprint) {}

  private static final KeyPair ONLY = new KeyPair("key-00000000000000001", NAME, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  private static final Ec2Filters<KeyPair> FILTERS = new Ec2Filters<KeyPair>()
      .on("key-pair-id", KeyPair::id)
      .on("key-name", KeyPair::name)
      .on("fingerprint", KeyPair::fingerprint)
      .onTags(each -> Map.of());

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(Operation.ec2("DescribeKeyPairs", false, KeyPairOperations::describe));
  }

  private static Xml describe(Call call) {
    var names = call.query().list("KeyName");
    var ids = call.query().list("KeyPairId");
    names.stream().filter(name -> !name.equals(ONLY.name())).findFirst().ifPresent(name -> {
      throw AwsError.of(400, "InvalidKeyPair.NotFound", "The key pair '" + name + "' does not exist");
    });
    ids.stream().filter(id -> !id.equals(ONLY.id())).findFirst().ifPresent(id -> {
      throw AwsError.of(400, "InvalidKeyPair.NotFound", "The key pair ID '" + id + "' does not exist");
    });
    var found = Stream.of(ONLY).filter(FILTERS.of(call.query())).map(each -> view(call, each)).toList();
    return Ec2Xml.answer(call, Xml.node("keySet", found));
  }

  private static Xml view(Call call, KeyPair pair) {
    var members = new ArrayList<>(List.of(
        Xml.leaf("keyPairId", pair.id()),
        Xml.leaf("keyName", pair.name()),
        Xml.leaf("keyType", "ed25519"),
        Xml.leaf("keyFingerprint", pair.fingerprint()),
        Xml.leaf("createTime", call.region().time().start())));
    if (call.query().get("IncludePublicKey").equals("true")) {
      members.add(Xml.leaf("publicKey", PUBLIC_KEY));
    }
    return Xml.node("item", members);
  }
}
