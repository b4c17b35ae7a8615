package dev.convoy.inventory.declaration;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.events.common.FieldError;
import dev.convoy.events.common.Tier;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.environments.Environments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeclarationRulesTest {

  private final DeclarationRules rules = new DeclarationRules(Samples.environments());

  private AcceptedServer accepted(UnaryOperator<ServerDeclared.Builder> change) {
    var verdict = rules.check(Samples.declared("web-1", change));
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return ((Verdict.Accepted) verdict).server();
  }

  private List<String> faults(UnaryOperator<ServerDeclared.Builder> change) {
    return rules.check(Samples.declared("web-1", change)) instanceof Verdict.Refused(var errors)
        ? errors.stream().map(FieldError::getField).toList() : List.of();
  }

  @Test
  void aDeclarationThatHoldsGetsTheDefaultsOfItsEnvironment() {
    var server = accepted(d -> d);
    assertThat(server.source().getPort()).isEqualTo(22);
    assertThat(server.source().getAddress()).isEqualTo("web-1.example.com");
    assertThat(server.source().getCredential()).isEqualTo("linux");
    assertThat(server.target().getTestSubnetId()).isEqualTo("subnet-0000000b00");
    assertThat(server.target().getTargetSubnetId()).isEqualTo("subnet-0000000c00");
    assertThat(server.target().getTenancy()).isEqualTo("default");
    assertThat(server.tier()).isEqualTo(Tier.WEB);
  }

  @Test
  void aWindowsServerIsReachedOverWinRm() {
    var source = accepted(d -> d.setOsFamily("Windows")).source();
    assertThat(source.getPort()).isEqualTo(5985);
    assertThat(source.getCredential()).isEqualTo("windows");
  }

  @Test
  void everyFaultIsNamedAtOnce() {
    assertThat(faults(d -> d.setName("-").setOsFamily("solaris").setStrategy("Move").setAccount("12").setPort(0)
        .setSubnetIds(List.of("subnet-1111")).setPrivateIp("300.1.1.1").setTenancy("rented")))
        .contains("name", "osFamily", "strategy", "account", "port", "subnetIds", "privateIp");
  }

  @Test
  void aTestSubnetThatIsNotDeclaredIsolatedIsRefused() {
    assertThat(faults(d -> d.setTestSubnetIds(List.of("subnet-0000000c00")))).containsExactly("testSubnetIds");
    assertThat(faults(d -> d.setTestSubnetIds(List.of("subnet-0000000b00")))).isEmpty();
  }

  @Test
  void anAccountOrRegionWithoutAnEnvironmentIsRefused() {
    assertThat(faults(d -> d.setAccount("999999999999"))).containsExactly("account");
    assertThat(faults(d -> d.setRegion("eu-west-1"))).containsExactly("region");
    assertThat(faults(d -> d.setEnvironment("staging"))).containsExactly("environment");
  }

  @Test
  void namesGetTheZoneWithTheLongestDomainAndTheRoleOfTheirEnvironment() {
    var named = new DeclarationRules(new Environments(List.of(Samples.withNames())));
    var verdict = named.check(Samples.declared("web-1", d -> d.setDnsNames(
        List.of("Web.example.com", "shop.eu.example.com", "web.example.com"))));
    assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
      var dns = accepted.server().target().getDns();
      assertThat(dns.getNames()).extracting(name -> name.getName() + " " + name.getZoneId())
          .containsExactly("web.example.com Z0EXAMPLECOM", "shop.eu.example.com Z0EUEXAMPLECOM");
      assertThat(dns.getTtlSeconds()).isEqualTo(60);
      assertThat(dns.getRoleArn()).isEqualTo("arn:aws:iam::111122223333:role/ConvoyMigration");
    });
    assertThat(accepted(d -> d).target().getDns()).as("without names").isNull();
  }

  @Test
  void aNameThatNoZoneCoversIsRefusedBeforeAnythingIsDone() {
    assertThat(faults(d -> d.setDnsNames(List.of("web.example.com")))).containsExactly("dnsNames");
    var named = new DeclarationRules(new Environments(List.of(Samples.withNames())));
    var verdict = named.check(Samples.declared("web-1", d -> d.setDnsNames(List.of("web.example.org", "web", "-.example.com"))));
    assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
      assertThat(refused.errors()).extracting(FieldError::getField).containsOnly("dnsNames").hasSize(3);
      assertThat(refused.errors()).anyMatch(error -> error.getRemedy().contains("use a name in [eu.example.com, example.com]"));
    });
  }

  @Test
  void withoutNamesTheFingerprintIsThatOfTheTimeBeforeThem() {
    assertThat(DeclarationRules.fingerprint(Samples.declared("web-1", d -> d)))
        .isEqualTo(java.util.UUID.nameUUIDFromBytes(Samples.declared("web-1", d -> d.setOrigin(null)).toString()
            .replace(", \"dnsNames\": []", "").replace(", \"macAddress\": null, \"ec2InstanceId\": null", "").getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString())
        .isNotEqualTo(DeclarationRules.fingerprint(Samples.declared("web-1", d -> d.setDnsNames(List.of("a.example.com")))));
  }

  @Test
  void oneOfSeveralEnvironmentsMustBeNamed() {
    var two = new DeclarationRules(new Environments(List.of(
        Samples.environment("a", Samples.ACCOUNT, Samples.REGION),
        Samples.environment("b", Samples.ACCOUNT, Samples.REGION))));
    assertThat(two.check(Samples.declared("web-1", d -> d))).isInstanceOf(Verdict.Refused.class);
    assertThat(two.check(Samples.declared("web-1", d -> d.setEnvironment("B")))).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void checksAreCompletedAndChecked() {
    assertThat(accepted(d -> d.setChecks(List.of(new DeclaredCheck(CheckKind.HTTP, 80, null, 0)))).checks())
        .containsExactly(new DeclaredCheck(CheckKind.HTTP, 80, "/", 200));
    assertThat(faults(d -> d.setChecks(List.of(new DeclaredCheck(CheckKind.EC2_STATUS, 0, null, 0)))))
        .containsExactly("checks", "checks");
  }

  @Test
  void reservedTagsAreRefused() {
    assertThat(faults(d -> d.setTags(Map.of("aws:x", "1")))).containsExactly("tags");
    assertThat(faults(d -> d.setTags(Map.of("convoy:batch", "1")))).containsExactly("tags");
  }

  @Test
  void theSameDeclarationFromAnotherPlaceHasTheSameFingerprint() {
    assertThat(DeclarationRules.fingerprint(Samples.declared("a", d -> d.setOrigin("x"))))
        .isEqualTo(DeclarationRules.fingerprint(Samples.declared("a", d -> d.setOrigin("y"))))
        .isNotEqualTo(DeclarationRules.fingerprint(Samples.declared("b", d -> d)));
  }

  @Test
  void hostileValuesNeverThrowNorPassWithShellCharacters() {
    var seed = 20260101L;
    var random = new Random(seed);
    var nasty = List.of("$(reboot)", "a;b", "`id`", "' or 1=1", "a\nb", "../../etc", "\u0000", "x".repeat(5000), "", " ",
        "%s%n", "-rf", "é", "\uD83D\uDE00");
    for (int i = 0; i < 5000; i++) {
      var value = nasty.get(random.nextInt(nasty.size())) + (random.nextBoolean() ? "" : random.nextInt());
      var declared = Samples.declared("web-1", d -> poison(d, random.nextInt(12), value));
      if (rules.check(declared) instanceof Verdict.Accepted(var server)) {
        var used = new ArrayList<>(List.of(server.name(), server.source().getFqdn(), server.source().getAddress(),
            server.source().getSite(), server.source().getCredential(), server.source().getQuiesceRunbook()));
        assertThat(used).as("seed %s, round %s", seed, i).allMatch(text -> text.matches("[A-Za-z0-9._-]+"));
      }
    }
  }

  @Test
  void aMacAddressAndAnInstanceAreTakenInTheirForm() {
    var good = Samples.declared("web-1", d -> d.setMacAddress("06-00-5E-00-53-01").setEc2InstanceId("i-0123456789abcdef0"));
    assertThat(rules.check(good)).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
      assertThat(accepted.server().source().getMacAddress()).isEqualTo("06-00-5E-00-53-01");
      assertThat(accepted.server().source().getEc2InstanceId()).isEqualTo("i-0123456789abcdef0");
    });
    var bad = Samples.declared("web-1", d -> d.setMacAddress("06-00:5E-00-53-01").setEc2InstanceId("web-1"));
    assertThat(rules.check(bad)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> assertThat(refused.errors())
        .extracting(FieldError::getField).containsExactlyInAnyOrder("macAddress", "ec2InstanceId"));
    assertThat(DeclarationRules.fingerprint(Samples.declared("web-1", d -> d)))
        .isNotEqualTo(DeclarationRules.fingerprint(good));
  }

  private static ServerDeclared.Builder poison(ServerDeclared.Builder d, int field, String value) {
    return switch (field) {
      case 0 -> d.setServerId(value);
      case 1 -> d.setName(value);
      case 2 -> d.setFqdn(value);
      case 3 -> d.setAddress(value);
      case 4 -> d.setSite(value);
      case 5 -> d.setCredential(value);
      case 6 -> d.setQuiesceRunbook(value);
      case 7 -> d.setHostKey(value);
      case 8 -> d.setWave(value);
      case 9 -> d.setApplication(value);
      case 10 -> d.setRegion(value);
      default -> d.setSubnetIds(Stream.of(value).toList());
    };
  }
}
