package dev.convoy.inventory.readmodel;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.Parking;
import dev.convoy.events.common.PersonDecision;
import dev.convoy.events.common.ReplicationCondition;
import dev.convoy.events.common.Serving;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.schemas.AvroModel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CompanionsTest {

  static {
    AvroModel.get();
  }

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final ServerStatus tested = server("web-001", "orders", Stage.TEST_PASSED, null);
  private final ServerStatus parked = server("db-001", "orders", Stage.BUILD_AUTHORIZED, "CVY-2206");
  private final ServerStatus behind = server("app-001", "orders", Stage.TEST_LAUNCHED, null);
  private final ServerStatus other = server("web-002", "billing", Stage.REGISTERED, "CVY-2103");

  @Test
  void aServerThatWaitsForItsGroupIsToldForWhomTheParkedFirst() {
    var companions = Companions.of(List.of(tested, behind, parked, other));
    assertThat(companions.awaitedBy(tested)).containsExactly("db-001", "app-001");
    assertThat(companions.detail(tested)).isEqualTo(
        "all servers tested; not yet: db-001 (parked: CVY-2206), app-001 (TEST_LAUNCHED)");
  }

  @Test
  void whoHasLeftOrIsAsFarIsNotWaitedFor() {
    var left = ServerStatus.newBuilder(parked).setEnded(true).setParked(null).build();
    var asFar = server("web-003", "orders", Stage.TEST_PASSED, null);
    assertThat(Companions.of(List.of(tested, left, asFar)).awaitedBy(tested)).isEmpty();
    assertThat(Companions.of(List.of(tested, left, asFar)).detail(tested)).isEqualTo("all servers tested");
  }

  @Test
  void aServerThatWaitsForSomethingElseOrStandsAloneWaitsForNobody() {
    var companions = Companions.of(List.of(tested, behind, parked));
    var atGate = ServerStatus.newBuilder(tested).setWaitsFor(WaitsFor.GATE).build();
    assertThat(companions.awaitedBy(atGate)).isEmpty();
    assertThat(companions.awaitedBy(ServerStatus.newBuilder(tested).setApplication(null).build())).isEmpty();
  }

  @Test
  void theReportOfAWaveNamesThem() {
    var report = WaveReport.of(WaveStatus.of("w-1"), List.of(tested, parked));
    assertThat(report.waiting()).anySatisfy(waiting ->
        assertThat(waiting.detail()).isEqualTo("all servers tested; not yet: db-001 (parked: CVY-2206)"));
  }

  @Test
  void whoeverIsMovedWithoutATestIsAsFarAsTheTestedAndNamedWithTheDecision() {
    var waived = ServerStatus.newBuilder(server("db-002", "orders", Stage.TEST_WAIVED, null))
        .setWithoutTest(new PersonDecision("ann", "domain controller", NOW)).build();
    assertThat(Companions.of(List.of(tested, waived)).awaitedBy(tested)).isEmpty();
    assertThat(Companions.of(List.of(tested, waived)).awaitedBy(waived)).isEmpty();
    assertThat(Companions.of(List.of(behind, waived)).awaitedBy(waived)).containsExactly("app-001");
    assertThat(WaveReport.of(WaveStatus.of("w-1"), List.of(tested, waived)).decided())
        .containsExactly("db-002: test waived by ann: domain controller");
  }

  private static ServerStatus server(String id, String application, Stage stage, @Nullable String code) {
    var parking = code == null ? null : new Parking(stage, "agent", code, "seen", "mend it", NOW);
    return ServerStatus.newBuilder().setServerId(id).setName(id).setOsFamily(OsFamily.LINUX).setWaveId("w-1")
        .setApplication(application).setAccount("111122223333").setRegion("eu-central-1").setStrategy(Strategy.REHOST)
        .setRound(1).setStage(stage).setStageSince(NOW).setServing(Serving.SOURCE).setServingSince(NOW)
        .setReplication(ReplicationCondition.HEALTHY).setTestCounts(stage == Stage.TEST_PASSED).setParked(parking)
        .setWaitsFor(code == null ? WaitsFor.GROUP : WaitsFor.PERSON).setWaitsForDetail("all servers tested")
        .setUpdatedAt(NOW).build();
  }
}
