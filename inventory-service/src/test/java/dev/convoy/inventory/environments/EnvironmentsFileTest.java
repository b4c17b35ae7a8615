package dev.convoy.inventory.environments;

import dev.convoy.kit.core.HookedZone;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EnvironmentsFileTest {

  private static final String GOOD = """
      - name: prod
        account: "111122223333"
        region: eu-central-1
        roleArn: arn:aws:iam::111122223333:role/ConvoyMigration
        stagingSubnetId: subnet-0000000a00
        stagingSecurityGroupIds: [sg-0000000a00]
        replicationServerInstanceType: t3.small
        testSubnets: [subnet-0000000b00]
        testSecurityGroupIds: [sg-0000000b00]
        targetSubnets: [subnet-0000000c00]
        targetSecurityGroupIds: [sg-0000000c00]
        defaults:
          instanceType: m5.large
          tags: {owner: migration}
      """;

  private static Environments read(String text) {
    return EnvironmentsFile.read(new StringReader(text), "environments.yml");
  }

  @Test
  void aCompleteFileIsRead() {
    var environment = read(GOOD).all().getFirst();
    assertThat(environment.testSubnets()).containsExactly("subnet-0000000b00");
    assertThat(environment.defaults().tags()).containsEntry("owner", "migration");
    assertThat(read("environments:\n" + GOOD).all()).containsExactly(environment);
  }

  @Test
  void zonesOfNamesAreReadAndWhatIsNoneIsNamed() {
    var zones = """
          dns:
            zones: {Example.com: Z0EXAMPLECOM}
            ttlSeconds: 30
        """;
    var dns = read(GOOD + zones).all().getFirst().dns();
    assertThat(dns).isEqualTo(new Environment.Dns(Map.of("example.com", "Z0EXAMPLECOM"), null, 30));
    assertThat(read(GOOD).all().getFirst().dns()).isNull();
    assertThatThrownBy(() -> read(GOOD + zones.replace("Z0EXAMPLECOM", "zone").replace("30", "soon")))
        .hasMessageContaining("give the id of a hosted zone").hasMessageContaining("ttlSeconds cannot be 'soon'");
    assertThatThrownBy(() -> read(GOOD + zones.replace("Example.com", "not a domain")))
        .hasMessageContaining("zones cannot have 'not a domain'");
    assertThatThrownBy(() -> read(GOOD + zones.replace("{Example.com: Z0EXAMPLECOM}", "{}"))).hasMessageContaining("zones is empty");
  }

  @Test
  void aZoneBehindAHookHasItsDomainInItsId() {
    var dns = read(GOOD + """
          dns:
            zones: {Example.com: Z0EXAMPLECOM, Corp.example.org: "hook:bind"}
        """).all().getFirst().dns();
    assertThat(dns.zoneOf("web.corp.example.org")).isEqualTo("hook:bind/corp.example.org");
    assertThat(HookedZone.of("hook:bind/corp.example.org")).hasValue(new HookedZone("bind", "corp.example.org"));
    assertThat(HookedZone.of("Z0EXAMPLECOM")).isEmpty();
    assertThatThrownBy(() -> read(GOOD + "  dns:\n    zones: {example.org: \"hook:no such\"}\n")).hasMessageContaining("hook:NAME");
  }

  @Test
  void everyFaultIsNamedWithLineFieldAndRemedy() {
    var text = GOOD.replace("eu-central-1", "Frankfurt").replace("  stagingSubnetId: subnet-0000000a00\n", "")
        .replace("targetSubnets: [subnet-0000000c00]", "targetSubnets: [subnet-0000000b00]")
        .replace("replicationServerInstanceType", "replicationInstanceType");
    assertThatThrownBy(() -> read(text)).isInstanceOf(EnvironmentsException.class)
        .hasMessageContaining("environments.yml")
        .hasMessageContaining("line 3: region cannot be 'Frankfurt'")
        .hasMessageContaining("stagingSubnetId is missing")
        .hasMessageContaining("replicationInstanceType is not known")
        .hasMessageContaining("is a target subnet too");
  }

  @Test
  void groupsOfServersHaveDefaultsOfTheirOwnAndTheFirstThatSaysSoCounts() {
    var defaults = read(GOOD + """
            linuxCredential: fleet
            groups:
              - sites: [dmz]
                applications: [Billing]
                linuxCredential: dmz-billing
              - applications: [Billing, Ledger]
                linuxCredential: finance
                quiesceRunbook: stop-billing
        """).all().getFirst().defaults();
    assertThat(credential(defaults, "dmz", "Billing")).isEqualTo("dmz-billing");
    assertThat(credential(defaults, "hall", "Billing")).isEqualTo("finance");
    assertThat(credential(defaults, "dmz", "Shop")).isEqualTo("fleet");
    assertThat(credential(defaults, "dmz", null)).isEqualTo("fleet");
    assertThat(defaults.of("dmz", "Billing", Environment.Group::quiesceRunbook, null)).isEqualTo("stop-billing");
    assertThat(defaults.of("dmz", "Billing", Environment.Group::windowsCredential, null)).isNull();
  }

  private static @Nullable String credential(Environment.Defaults defaults, String site, @Nullable String application) {
    return defaults.of(site, application, Environment.Group::linuxCredential, defaults.linuxCredential());
  }

  @Test
  void aGroupThatHoldsForAllOrIsMisspeltIsRefused() {
    assertThatThrownBy(() -> read(GOOD + "    groups:\n      - linuxCredential: any\n"))
        .hasMessageContaining("line 16: groups has one that names neither sites nor applications");
    assertThatThrownBy(() -> read(GOOD + "    groups:\n      - sites: [dmz]\n        credential: any\n"))
        .hasMessageContaining("line 17: credential is not known");
    assertThatThrownBy(() -> read(GOOD + "    groups: dmz\n")).hasMessageContaining("groups is not a list");
    assertThatThrownBy(() -> read(GOOD + "    groups: [dmz]\n")).hasMessageContaining("not a mapping");
  }

  @Test
  void whatIsNoListOrNoYamlIsRefusedClearly() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("no list of environments");
    assertThatThrownBy(() -> read("a: [")).hasMessageContaining("not YAML");
    assertThatThrownBy(() -> read("- prod")).hasMessageContaining("line 1: not an environment");
    assertThatThrownBy(() -> read(GOOD + GOOD)).hasMessageContaining("stands in line 1 too");
  }

  @Test
  void anUnreadableFileIsNamed() {
    assertThatThrownBy(() -> EnvironmentsFile.load(Path.of("/nowhere/environments.yml")))
        .hasMessageContaining("/nowhere/environments.yml").hasMessageContaining("convoy.environments-file");
  }
}
