package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Lines as the simulators write them. */
class LedgersTest {
  private final JsonMapper json = JsonMapper.shared();

  @Test
  void aLineOfTheAwsLedgerIsReadWithItsServersItsTagsAndItsJob() {
    AwsCall call = Ledgers.awsCall(json.readTree("""
        {"wall":"2026-11-21T03:43:01.250Z","sim":180.5,"service":"mgn","operation":"StartTest",
         "account":"111122223333","region":"eu-central-1","sourceServers":["s-1","s-2"],
         "tags":{"convoy:batch":"b-7"},"accepted":true,"error":null,"jobId":"mgnjob-1"}"""));
    assertThat(call.wall()).isEqualTo(Instant.parse("2026-11-21T03:43:01.250Z"));
    assertThat(call.sourceServers()).containsExactly("s-1", "s-2");
    assertThat(call.accepted()).isTrue();
    assertThat(call.ours()).isTrue();
    assertThat(call.jobId()).contains("mgnjob-1");
  }

  @Test
  void aLaunchIsReadWithItsTemplateAndWhenThatWasRead() {
    String line = """
        {"wall":"2026-11-21T03:43:01Z","service":"mgn","operation":"StartTest","account":"111122223333",
         "region":"eu-central-1","sourceServers":["s-1"],"tags":{},"accepted":true,"error":null,"jobId":"mgnjob-1",
         "launches":{"s-1":{"launchTemplateId":"lt-1","version":3,"subnetId":"subnet-1","securityGroupIds":["sg-1"],
         "readAt":%s}}}""";
    AwsCall call = Ledgers.awsCall(json.readTree(line.formatted("\"2026-11-21T03:43:00.500Z\"")));
    assertThat(call.launches()).containsExactly(Map.entry("s-1", new AwsCall.Launch("lt-1", 3, "subnet-1",
        List.of("sg-1"), Optional.of(Instant.parse("2026-11-21T03:43:00.500Z")))));
    AwsCall unread = Ledgers.awsCall(json.readTree(line.formatted("null")));
    assertThat(unread.launches().get("s-1").readAt()).isEmpty();
  }

  @Test
  void aRefusedCallHasNoJob() {
    AwsCall call = Ledgers.awsCall(json.readTree("""
        {"wall":"2026-11-21T03:43:01Z","service":"mgn","operation":"StartCutover","account":"111122223333",
         "region":"eu-central-1","sourceServers":["s-1"],"tags":{},"accepted":false,"error":"ConflictException",
         "jobId":null}"""));
    assertThat(call.accepted()).isFalse();
    assertThat(call.jobId()).isEmpty();
  }

  @Test
  void theStartOfHostWorkIsToldFromItsEndAndItsRoundIsKnown() {
    String line = """
        {"wall":"2026-11-21T03:43:01Z","sim":1.0,"host":"web-001","serverId":"web-001","kind":"quiesce",
         "operationId":"web-001:QuiesceSource:2:1","phase":"%s","start":"2026-11-21T03:43:01Z","end":null,"exit":null}""";
    HostWork start = Ledgers.hostWork(json.readTree(line.formatted("start")));
    assertThat(start.started()).isTrue();
    assertThat(start.round()).isEqualTo(2);
    assertThat(Ledgers.hostWork(json.readTree(line.formatted("end"))).started()).isFalse();
  }
}
