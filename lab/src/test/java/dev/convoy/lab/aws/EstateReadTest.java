package dev.convoy.lab.aws;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.kit.aws.AwsMode;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.replication.adapter.mgn.MgnEstate;
import dev.convoy.replication.estate.DeclaredServer;
import dev.convoy.replication.estate.Estate;
import dev.convoy.replication.estate.EstateReport.Match;
import dev.convoy.replication.estate.EstateStage;
import dev.convoy.replication.estate.FoundServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An estate that somebody set up with the SDK, at five stages, read by MGN's adapter in an account that is only observed. */
class EstateReadTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);

  private final AwsLab lab = AwsLab.fast();
  private final AwsClients clients = new AwsClients(new AwsSettings(lab.simulator.endpoint(), Duration.ofSeconds(10),
      1000, 1000, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1), AwsMode.OBSERVE,
      List.of()));
  private final MgnEstate estate = new MgnEstate(clients, Clock.systemUTC());

  @BeforeEach
  void credentialsOfTheProcess() {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void end() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    clients.close();
    lab.close();
  }

  private String tested(String name) {
    var id = lab.readyForTest(name);
    lab.mgn.startTest(r -> r.sourceServerIDs(id));
    AwsLab.await(() -> lab.server(id), s -> s.lifeCycle().stateAsString().equals("TESTING"));
    AwsLab.await(() -> lab.mgn.describeJobs(r -> { }).items(),
        jobs -> jobs.stream().allMatch(job -> job.statusAsString().equals("COMPLETED")));
    return id;
  }

  @Test
  void anEstateAtFiveStagesIsMatchedAndNothingIsChanged() {
    lab.prepared();
    lab.register("installed");
    lab.readyForTest("ready");
    tested("testing");
    var passed = tested("passed");
    lab.mgn.changeServerLifeCycleState(r -> r.sourceServerID(passed).lifeCycle(l -> l.state("READY_FOR_CUTOVER")));
    var gone = lab.register("gone");
    lab.mgn.disconnectFromService(r -> r.sourceServerID(gone));
    var before = lab.ledger().size();
    var found = estate.servers(ACCOUNT);
    var report = Estate.match(found, Stream.of("installed", "ready", "testing", "passed", "gone", "nowhere")
        .map(id -> new DeclaredServer(id, id, id, id, "w1", null, false)).toList());
    assertThat(report.matched()).extracting(Match::serverId).containsExactly("installed", "passed", "ready", "testing");
    assertThat(report.stages()).containsOnlyKeys(EstateStage.INSTALLED, EstateStage.READY_FOR_TEST, EstateStage.TESTING,
        EstateStage.READY_FOR_CUTOVER);
    assertThat(report.leftAlone()).singleElement().satisfies(each -> assertThat(each.sourceServerId()).isEqualTo(gone));
    assertThat(report.missing()).containsExactly("gone", "nowhere");
    assertThat(lab.ledger()).hasSize(before);
  }

  @Test
  void anAccountWithoutMgnHoldsNothing() {
    assertThat(estate.servers(ACCOUNT)).isEmpty();
  }

  @Test
  void manyServersComeByPages() {
    lab.prepared();
    for (int n = 0; n < 120; n++) {
      lab.register("web-" + n);
    }
    assertThat(estate.servers(ACCOUNT)).hasSize(120).extracting(FoundServer::userProvidedId).contains("web-0", "web-119");
  }
}
