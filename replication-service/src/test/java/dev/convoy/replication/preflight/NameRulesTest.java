package dev.convoy.replication.preflight;

import dev.convoy.kit.aws.AddressRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Names in hosted zones, as the checks of a wave and of an account judge them. */
class NameRulesTest {

  private static final AddressRecord SIMPLE = new AddressRecord("192.0.2.10", 3600, null);
  private static final AddressRecord NONE = new AddressRecord(null, 0, null);
  private static final AddressRecord ALIAS = new AddressRecord(null, 0, "an alias record to lb.example.com");

  private final FakeCloud cloud = new FakeCloud();
  private final Preflight preflight = new Preflight(cloud, cloud.mgn(), new Preflight.Settings(1, true, "x"));

  private static Target target(@Nullable String zone, String... names) {
    var target = new Target("111122223333", "eu-central-1", null, "subnet-a", List.of(), "t3.small", null, "subnet-b",
        List.of(), "subnet-c", List.of(), "m5.large", null, null, "default");
    return zone == null ? target : target.naming(new Target.Dns(
        List.of(names).stream().map(name -> new Target.Name(name, zone)).toList(), null));
  }

  private static PlannedServer server(String id, Target target) {
    return new PlannedServer(id, false, null, false, false, target);
  }

  private static Map<String, List<String>> serversByCode(List<Finding> findings) {
    return findings.stream().collect(Collectors.toMap(Finding::code, Finding::servers));
  }

  @Test
  void zonesNamesAndWhoSharesThemAreNamedAtOnce() {
    cloud.zones.put("Z1", Map.of("web.example.com", SIMPLE, "new.example.com", NONE, "lb.example.com", ALIAS));
    var report = preflight.wave("w1", List.of(server("a", target("Z1", "web.example.com", "new.example.com")),
        server("b", target("Z1", "lb.example.com", "Web.example.com")), server("c", target("Z2", "x.example.org")),
        server("d", target(null)), new PlannedServer("e", false, null, false, false, target("Z1", "new.example.com"), null,
            Map.of("other.example.com", List.of("elsewhere")))));
    assertThat(report.findings().stream().filter(f -> f.code().startsWith("CVY-354")).map(f -> f.code() + " " + f.about() + " " + f.servers()))
        .containsExactlyInAnyOrder("CVY-3540 hosted zone Z2 of x.example.org [c]",
            "CVY-3541 name lb.example.com in zone Z1 [b]", "CVY-3543 name web.example.com [a, b]",
            "CVY-3543 name new.example.com [a, e]", "CVY-3543 name other.example.com [e, elsewhere]",
            "CVY-3544 name new.example.com in zone Z1 [a, e]");
    assertThat(report.looked()).contains("names of several servers", "permissions in zone Z1", "names in zone Z1");
  }

  @Test
  void zonesOfAnEnvironmentAreLookedForWithItsAccount() {
    cloud.zones.put("Z1", Map.of("example.com", ALIAS));
    var zones = new Target.Dns(List.of(new Target.Name("example.com", "Z1"), new Target.Name("example.org", "Z2")),
        "arn:aws:iam::444455556666:role/Names");
    assertThat(preflight.account(List.of(target(null)), 1, zones).findings()).filteredOn(f -> f.code().startsWith("CVY-354"))
        .singleElement().satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("CVY-3540");
          assertThat(finding.about()).isEqualTo("hosted zone Z2 of example.org");
          assertThat(finding.found()).contains("arn:aws:iam::444455556666:role/Names");
        });
  }

  @Test
  void aZoneBehindAHookIsSaidNotToBeLookedAt() {
    var report = preflight.wave("w1", List.of(server("a", target("hook:bind/example.org", "x.example.org"))));
    assertThat(report.findings()).filteredOn(f -> f.code().startsWith("CVY-354")).singleElement().satisfies(finding -> {
      assertThat(finding.code()).isEqualTo("CVY-3545");
      assertThat(finding.level()).isEqualTo(Finding.Level.NOTE);
      assertThat(finding.servers()).containsExactly("a");
    });
    assertThat(target("hook:bind/example.org", "x.example.org").malformed()).isEmpty();
    assertThat(preflight.account(List.of(target(null)), 1, new Target.Dns(List.of(new Target.Name("example.org", "hook:bind/example.org")),
        null)).findings()).filteredOn(f -> f.code().startsWith("CVY-354")).extracting(Finding::code).containsExactly("CVY-3545");
  }

  @Test
  void aZoneThatHoldsAnotherDomainOrIsPrivateIsNamed() {
    cloud.zones.put("Z1", Map.of("web.example.com", SIMPLE, "example.com", NONE, "web.sub.example.com", SIMPLE, "sub.example.com", NONE));
    var server = server("a", target("Z1", "web.example.com", "web.sub.example.com"));
    assertThat(codes(preflight.wave("w1", List.of(server)).findings())).isEmpty();
    cloud.hosted.put("Z1", new PreflightGateway.HostedZone("sub.example.com", true));
    assertThat(preflight.wave("w1", List.of(server)).findings()).filteredOn(f -> f.code().equals("CVY-3546")).singleElement()
        .satisfies(finding -> {
          assertThat(finding.about()).isEqualTo("hosted zone Z1 of web.example.com");
          assertThat(finding.found()).isEqualTo("it holds sub.example.com");
          assertThat(finding.servers()).containsExactly("a");
        });
    assertThat(codes(account("sub.example.com", "Z1"))).containsExactly("CVY-3547");
    assertThat(codes(account("example.com", "Z1"))).containsExactly("CVY-3546");
    cloud.hosted.put("Z1", new PreflightGateway.HostedZone("ample.com", false));
    assertThat(codes(account("example.com", "Z1"))).as("not by its letters").containsExactly("CVY-3546");
  }

  private List<Finding> account(String domain, String zone) {
    return preflight.account(List.of(target(null)), 1, new Target.Dns(List.of(new Target.Name(domain, zone)), null)).findings();
  }

  private static List<String> codes(List<Finding> findings) {
    return findings.stream().map(Finding::code).filter(code -> code.startsWith("CVY-354")).toList();
  }

  @Test
  void aRoleThatMayNotAskForZonesIsToldSoAndTheRecordsAreLookedAtAllTheSame() {
    cloud.zones.put("Z1", Map.of("web.example.com", ALIAS));
    cloud.zonesHidden = true;
    assertThat(codes(preflight.wave("w1", List.of(server("a", target("Z1", "web.example.com")))).findings()))
        .containsExactlyInAnyOrder("CVY-3548", "CVY-3541");
    assertThat(preflight.launches(List.of(server("a", target("Z1", "web.example.com"))))).hasValueSatisfying(
        findings -> assertThat(codes(findings)).isEmpty());
  }

  @Test
  void beforeItsStagesAWaveIsHeldToItsZonesAndToNamesOfSeveralServersWithoutReadingRecords() {
    var servers = List.of(server("a", target("Z2", "x.example.com")), server("b", target("Z2", "x.example.com")));
    assertThat(preflight.launches(servers)).hasValueSatisfying(findings -> assertThat(serversByCode(findings))
        .containsEntry("CVY-3543", List.of("a", "b")).containsEntry("CVY-3540", List.of("a", "b")));
    cloud.zones.put("Z2", Map.of());
    cloud.hosted.put("Z2", new PreflightGateway.HostedZone("example.org", false));
    assertThat(preflight.launches(servers.subList(0, 1))).hasValueSatisfying(findings -> assertThat(codes(findings))
        .containsExactly("CVY-3546"));
  }

  @Test
  void aNameWithoutAZoneAndARoleThatIsNoneAreRefused() {
    assertThat(target("Z1", "x.example.com").malformed()).isEmpty();
    assertThat(target("no/zone", "x.example.com").malformed()).hasValueSatisfying(text -> assertThat(text).contains("hosted zone"));
    assertThat(target(null).naming(new Target.Dns(List.of(), "somebody")).malformed())
        .hasValueSatisfying(text -> assertThat(text).contains("somebody"));
  }
}
