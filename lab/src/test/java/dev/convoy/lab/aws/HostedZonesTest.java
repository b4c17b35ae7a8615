package dev.convoy.lab.aws;

import dev.convoy.lab.aws.wire.FaultRule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.InvalidInputException;
import software.amazon.awssdk.services.route53.model.NoSuchChangeException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.PriorRequestNotCompleteException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.Route53Exception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Route 53 through the real SDK. */
class HostedZonesTest {

  private static final String ZONE = "Z0LABEXAMPLECOM";

  private AwsLab lab;
  private Route53Client names;
  private final AtomicReference<String> answer = new AtomicReference<>("");

  @BeforeEach
  void openZone() {
    lab = new AwsLab(AwsSimulatorSettings.defaults().withSpeed(1000));
    open(lab);
  }

  private void open(AwsLab at) {
    names = at.configure(Route53Client.builder(), AwsLab.KEY, new ExecutionInterceptor() {
      @Override
      public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responseBody().map(body -> {
          try {
            var bytes = body.readAllBytes();
            answer.set(new String(bytes, StandardCharsets.UTF_8));
            return new ByteArrayInputStream(bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
      }
    });
    at.door("PUT", "/_lab/zones", Map.of("account", "111122223333", "id", ZONE, "name", "example.com", "records", List.of(
        Map.of("name", "web.example.com", "type", "A", "ttl", 3600, "values", List.of("192.0.2.10")),
        Map.of("name", "db.example.com", "type", "A", "ttl", 300, "values", List.of("192.0.2.20")),
        Map.of("name", "www.example.com", "type", "CNAME", "ttl", 300, "values", List.of("web.example.com")))));
  }

  @AfterEach
  void close() {
    names.close();
    lab.close();
  }

  @Test
  void aChangeIsPendingThenInSyncAndTheRecordSetReadsBackAsItWasWritten() {
    var change = change(ChangeAction.UPSERT, a("web.example.com", 60, "192.0.2.99"));
    assertThat(change.status()).isEqualTo(ChangeStatus.PENDING);
    assertThat(change.id()).startsWith("C");
    assertThat(change.comment()).isEqualTo("by a test");
    var ended = AwsLab.await(() -> names.getChange(r -> r.id(change.id())).changeInfo(), c -> c.status() == ChangeStatus.INSYNC);
    assertThat(ended.submittedAt()).isEqualTo(change.submittedAt());
    var read = read("web.example.com", RRType.A);
    assertThat(read.name()).isEqualTo("web.example.com.");
    assertThat(read.ttl()).isEqualTo(60);
    assertThat(read.resourceRecords()).containsExactly(ResourceRecord.builder().value("192.0.2.99").build());
    var line = lab.ledger().getLast();
    assertThat(line.path("operation").asString()).isEqualTo("ChangeResourceRecordSets");
    assertThat(line.path("accepted").asBoolean()).isTrue();
    assertThat(line.path("zone").asString()).isEqualTo(ZONE);
    assertThat(line.path("change").path("Comment").asString()).isEqualTo("by a test");
    assertThat(line.path("change").path("Changes").get(0).path("ResourceRecordSet").path("ResourceRecords").get(0)
        .path("Value").asString()).isEqualTo("192.0.2.99");
  }

  @Test
  void zonesAreFoundByNameAndById() {
    var found = names.listHostedZonesByName(r -> r.dnsName("example.com").maxItems("1"));
    assertThat(found.hostedZones()).singleElement().satisfies(zone -> {
      assertThat(zone.id()).isEqualTo("/hostedzone/" + ZONE);
      assertThat(zone.name()).isEqualTo("example.com.");
      assertThat(zone.config().privateZone()).isFalse();
    });
    assertThat(found.isTruncated()).isFalse();
    assertThat(names.getHostedZone(r -> r.id(ZONE)).hostedZone().resourceRecordSetCount()).isEqualTo(3);
    assertThat(names.listHostedZonesByName(r -> r.dnsName("zzz.example.com")).hostedZones()).isEmpty();
  }

  @Test
  void setsAreListedInPagesByTheLabelsOfTheirNamesFromTheLast() {
    var first = names.listResourceRecordSets(r -> r.hostedZoneId(ZONE).maxItems("2"));
    assertThat(first.resourceRecordSets()).extracting(ResourceRecordSet::name)
        .containsExactly("db.example.com.", "web.example.com.");
    assertThat(first.isTruncated()).isTrue();
    assertThat(first.nextRecordName()).isEqualTo("www.example.com.");
    assertThat(first.nextRecordType()).isEqualTo(RRType.CNAME);
    assertThat(names.listResourceRecordSets(r -> r.hostedZoneId(ZONE).startRecordName(first.nextRecordName())
        .startRecordType(first.nextRecordType())).resourceRecordSets()).extracting(ResourceRecordSet::name)
        .containsExactly("www.example.com.");
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(
        () -> names.listResourceRecordSets(r -> r.hostedZoneId(ZONE).startRecordType(RRType.A)));
  }

  @Test
  void whatRoute53RefusesIsRefusedWithItsErrorAndNothingOfTheBatchIsApplied() {
    refused("Tried to create resource record set [name='web.example.com.', type='A'] but it already exists",
        ChangeAction.CREATE, a("new.example.com", 60, "192.0.2.1"), a("web.example.com", 60, "192.0.2.1"));
    assertThat(names.listResourceRecordSets(r -> r.hostedZoneId(ZONE)).resourceRecordSets()).hasSize(3);
    refused("values provided do not match", ChangeAction.DELETE, a("web.example.com", 60, "192.0.2.10"));
    refused("was not found", ChangeAction.DELETE, a("none.example.com", 60, "192.0.2.10"));
    refused("is not permitted in zone example.com.", ChangeAction.UPSERT, a("web.example.org", 60, "192.0.2.10"));
    refused("not a valid IPv4 address", ChangeAction.UPSERT, a("web.example.com", 60, "192.0.2.256"));
    refused("conflicting RRSet of type CNAME", ChangeAction.UPSERT, a("www.example.com", 60, "192.0.2.10"));
    refused("Expected exactly one of", ChangeAction.UPSERT,
        ResourceRecordSet.builder().name("web.example.com").type(RRType.A).ttl(60L).build());
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> change(ChangeAction.UPSERT));
    assertThat(read("web.example.com", RRType.A).ttl()).isEqualTo(3600);
    assertThat(lab.ledger()).noneMatch(line -> line.path("accepted").asBoolean() && line.path("service").asString().equals("route53"));
  }

  @Test
  void whatMatchesIsDeleted() {
    change(ChangeAction.DELETE, a("web.example.com", 3600, "192.0.2.10"));
    assertThat(names.listResourceRecordSets(r -> r.hostedZoneId(ZONE)).resourceRecordSets())
        .extracting(ResourceRecordSet::name).doesNotContain("web.example.com.");
  }

  @Test
  void whatDoesNotExistIsSaidSo() {
    assertThatExceptionOfType(NoSuchHostedZoneException.class).isThrownBy(() -> names.getHostedZone(r -> r.id("ZNONE")));
    assertThatExceptionOfType(NoSuchHostedZoneException.class)
        .isThrownBy(() -> names.listResourceRecordSets(r -> r.hostedZoneId("ZNONE")));
    assertThatExceptionOfType(NoSuchChangeException.class).isThrownBy(() -> names.getChange(r -> r.id("CNONE")));
    assertThatExceptionOfType(Route53Exception.class).isThrownBy(() -> names.listTrafficPolicies())
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(404));
  }

  @Test
  void aPriorRequestThrottlingAndMissingPermissionsLookAsInRoute53() {
    fault(FaultRule.Kind.BUSY);
    assertThatExceptionOfType(PriorRequestNotCompleteException.class)
        .isThrownBy(() -> change(ChangeAction.UPSERT, a("web.example.com", 60, "192.0.2.99")));
    fault(FaultRule.Kind.THROTTLE);
    assertThatExceptionOfType(Route53Exception.class)
        .isThrownBy(() -> change(ChangeAction.UPSERT, a("web.example.com", 60, "192.0.2.99")))
        .satisfies(e -> assertThat(e.isThrottlingException()).isTrue());
    fault(FaultRule.Kind.DENIED);
    assertThatExceptionOfType(Route53Exception.class)
        .isThrownBy(() -> change(ChangeAction.UPSERT, a("web.example.com", 60, "192.0.2.99")))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
  }

  @Test
  void zonesRecordsAndChangesOutliveARestart(@TempDir Path folder) {
    names.close();
    lab.close();
    var settings = AwsSimulatorSettings.defaults().withSpeed(1000).withDataFile(folder.resolve("aws.json"));
    String change;
    try (var before = new AwsLab(settings)) {
      open(before);
      change = change(ChangeAction.UPSERT, a("web.example.com", 60, "192.0.2.99")).id();
      names.close();
    }
    lab = new AwsLab(settings);
    open(lab);
    assertThat(read("web.example.com", RRType.A).ttl()).isEqualTo(60);
    assertThat(AwsLab.await(() -> names.getChange(r -> r.id(change)).changeInfo(), c -> c.status() == ChangeStatus.INSYNC)
        .comment()).isEqualTo("by a test");
    assertThat(lab.door("GET", "/_lab/records", Map.of()).valueStream()).extracting(each -> each.path("set").path("name").asString())
        .containsExactly("db.example.com.", "web.example.com.", "www.example.com.");
  }

  private void fault(FaultRule.Kind kind) {
    lab.door("PUT", "/_lab/faults",
        List.of(new FaultRule("ChangeResourceRecordSets", kind, null, null, null, null, 1, null, null)));
  }

  private void refused(String message, ChangeAction action, ResourceRecordSet... sets) {
    assertThatExceptionOfType(Route53Exception.class).isThrownBy(() -> change(action, sets))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400))
        .isInstanceOf(InvalidChangeBatchException.class).withMessageContaining(message);
    assertThat(answer.get()).startsWith("<?xml").contains("<ErrorResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"")
        .contains("<Code>InvalidChangeBatch</Code>");
  }

  private static ResourceRecordSet a(String name, long ttl, String value) {
    return ResourceRecordSet.builder().name(name).type(RRType.A).ttl(ttl).resourceRecords(r -> r.value(value)).build();
  }

  private ChangeInfo change(ChangeAction action, ResourceRecordSet... sets) {
    var changes = List.of(sets).stream().map(set -> Change.builder().action(action).resourceRecordSet(set).build()).toList();
    return names.changeResourceRecordSets(
        r -> r.hostedZoneId(ZONE).changeBatch(b -> b.comment("by a test").changes(changes))).changeInfo();
  }

  private ResourceRecordSet read(String name, RRType type) {
    return names.listResourceRecordSets(r -> r.hostedZoneId(ZONE).startRecordName(name).startRecordType(type).maxItems("1"))
        .resourceRecordSets().getFirst();
  }
}
