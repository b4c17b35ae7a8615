package dev.convoy.inventory;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.inventory.declaration.DeclarationMessage;
import dev.convoy.inventory.environments.Environment;
import dev.convoy.inventory.environments.Environments;
import dev.convoy.schemas.AvroModel;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the tests of this module are made of. */
public final class Samples {

  public static final String ACCOUNT = "111122223333";
  public static final String REGION = "eu-central-1";

  static {
    AvroModel.get(); // makes Avro trust the events, as the serdes do in a service
  }

  private Samples() {}

  public static Environment environment(String name, String account, String region) {
    return new Environment(name, account, region, "arn:aws:iam::" + account + ":role/ConvoyMigration",
        "subnet-0000000a00", List.of("sg-0000000a00"), "t3.small", null,
        List.of("subnet-0000000b00"), List.of("sg-0000000b00"),
        List.of("subnet-0000000c00"), List.of("sg-0000000c00"), Environment.Defaults.NONE, null);
  }

  /** One whose servers may have names in example.com. */
  public static Environment withNames() {
    var e = environment("prod", ACCOUNT, REGION);
    return new Environment(e.name(), e.account(), e.region(), e.roleArn(), e.stagingSubnetId(), e.stagingSecurityGroupIds(),
        e.replicationServerInstanceType(), null, e.testSubnets(), e.testSecurityGroupIds(), e.targetSubnets(),
        e.targetSecurityGroupIds(), e.defaults(),
        new Environment.Dns(Map.of("example.com", "Z0EXAMPLECOM", "eu.example.com", "Z0EUEXAMPLECOM"), null, 60));
  }

  public static Environments environments() {
    return new Environments(List.of(environment("prod", ACCOUNT, REGION), environment("other", "222233334444", REGION)));
  }

  /** A Linux server of application shop in wave-1 that holds. */
  public static ServerDeclared declared(String serverId, UnaryOperator<ServerDeclared.Builder> change) {
    return change.apply(ServerDeclared.newBuilder()
        .setServerId(serverId).setName(serverId).setFqdn(serverId + ".example.com")
        .setOsFamily("linux").setOsVersion("Ubuntu 24.04").setStrategy("Rehost")
        .setWave("wave-1").setApplication("shop").setTier("web")
        .setAccount(ACCOUNT).setRegion(REGION)
        .setChecks(List.of(new DeclaredCheck(CheckKind.HTTP, 18080, "/health", 200)))
        .setOrigin("test")).build();
  }

  public static DeclarationMessage message(String serverId, UnaryOperator<ServerDeclared.Builder> change) {
    return new DeclarationMessage.Declared(declared(serverId, change));
  }
}
