package dev.convoy.inventory.adapter.web;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.events.common.Stage;
import dev.convoy.events.common.WaitsFor;
import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.events.inventory.RetryRequested;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.events.wave.CommandRejected;
import dev.convoy.events.wave.WavePlanned;
import dev.convoy.events.wave.WaveStarted;
import dev.convoy.inventory.Facts;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.AcceptTests;
import dev.convoy.inventory.command.Command;
import dev.convoy.inventory.command.CommandGateway;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.intake.DeclarationGateway;
import dev.convoy.inventory.readmodel.ReadModel;
import dev.convoy.inventory.readmodel.Seen;
import dev.convoy.kit.aws.AwsMode;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.poison.SetAside;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

class ApiTest {

  private final ReadModel model = new ReadModel();
  private final Gateway gateway = new Gateway();
  private MockMvc mvc;

  /** Answers each command at once as the deciders of a real service would, with events prepared by the test. */
  private final class Gateway implements CommandGateway, DeclarationGateway {
    private final List<Command> commands = new ArrayList<>();
    private final List<ServerDeclared> declared = new ArrayList<>();
    private final List<SpecificRecord> answers = new ArrayList<>();
    private boolean broken;

    @Override
    public void send(Command command) {
      if (broken) {
        throw new UnavailableException("[CVY-1504] no broker", new IllegalStateException());
      }
      commands.add(command);
      answers.forEach(event -> seen(event, String.valueOf(event.get(0)), command.id()));
    }

    @Override
    public void send(List<ServerDeclared> declarations, String cause) {
      declared.addAll(declarations);
    }
  }

  private void seen(SpecificRecord event, String subject, String cause) {
    var seen = new Seen(event, subject, "e", cause, "inventory", Instant.EPOCH);
    if (event.getSchema().getNamespace().endsWith(".wave")) {
      model.waveEvent(seen);
    } else {
      model.event(seen);
    }
  }

  @BeforeEach
  void open() {
    var desk = new CommandDesk(model, gateway, Duration.ofMillis(20));
    mvc = MockMvcBuilders.standaloneSetup(new ServersController(model, desk, observing("444455556666")), new WavesController(model, desk),
        new CommandsController(model), new SourcesController(model), new EnvironmentsController(Samples.environments()), new IntakeController(Samples.environments(), gateway))
        .setControllerAdvice(new ApiErrors()).build();
    model.caughtUp();
  }

  private static AwsSettings observing(String... accounts) {
    var any = Duration.ofSeconds(1);
    return new AwsSettings(null, any, 1, 1, any, any, any, any, AwsMode.ACT, List.of(accounts));
  }

  @Test
  void aServerOfAnObservedAccountSaysWhyNothingMoves() throws Exception {
    fill();
    var server = ServerStatus.newBuilder(model.server("a").orElseThrow()).setWaitsFor(WaitsFor.WORK).setWaitsForDetail("the agent");
    model.status("a", server.build());
    mvc.perform(get("/api/servers/a")).andExpect(jsonPath("$.waitsForDetail").value("the agent"));
    model.status("a", server.setAccount("444455556666").build());
    mvc.perform(get("/api/servers/a")).andExpect(jsonPath("$.waitsForDetail").value(startsWith("observe mode: 444455556666/")))
        .andExpect(jsonPath("$.waitsForDetail").value(endsWith("; the agent")));
    model.status("a", server.setWaitsFor(WaitsFor.GATE).build());
    mvc.perform(get("/api/servers/a")).andExpect(jsonPath("$.waitsForDetail").value(not(containsString("observe"))));
  }

  private void fill() {
    var world = new World();
    for (var id : List.of("a", "b", "c")) {
      world.tell(id, Samples.message(id, d -> d));
    }
    world.tell("wave-1", new WaveCommand.StartWave("s", "wave-1", "ann"));
    world.tell("b", new Facts("b", 1, world.now()).testLaunchFailed(1, true));
    for (var event : world.events()) {
      if (event instanceof ServerStatus status) {
        model.status(status.getServerId(), status);
      } else {
        seen(event, String.valueOf(event.get(0)), "x");
      }
    }
  }

  @Test
  void thePlanOfAWaveHasTheTargetsOfItsServersThatAreStillToMove() throws Exception {
    fill();
    mvc.perform(get("/api/waves/wave-1/plan")).andExpect(status().isOk()).andExpect(jsonPath("$.waveId").value("wave-1"))
        .andExpect(jsonPath("$.servers.length()").value(3)).andExpect(jsonPath("$.servers[0].serverId").value("a"))
        .andExpect(jsonPath("$.servers[0].bound").value(false)).andExpect(jsonPath("$.servers[0].launched").value(false))
        .andExpect(jsonPath("$.servers[0].tested").value(false)).andExpect(jsonPath("$.servers[0].namesElsewhere").isEmpty())
        .andExpect(jsonPath("$.servers[0].target.account").isNotEmpty())
        .andExpect(jsonPath("$.servers[0].target.stagingSubnetId").isNotEmpty());
    mvc.perform(get("/api/waves/nothing/plan")).andExpect(status().isNotFound());
  }

  @Test
  void environmentsAreShownByAccountAndRegion() throws Exception {
    var first = Samples.environments().all().getFirst();
    mvc.perform(get("/api/environments")).andExpect(status().isOk())
        .andExpect(jsonPath("$.environments.length()").value(Samples.environments().all().size()));
    mvc.perform(get("/api/environments?account=" + first.account() + "&region=" + first.region()))
        .andExpect(jsonPath("$.environments[0].stagingSubnetId").value(first.stagingSubnetId()));
    mvc.perform(get("/api/environments?account=000000000000")).andExpect(status().isNotFound())
        .andExpect(jsonPath("$.code").value("CVY-1404"));
  }

  @Test
  void theSourcesOfAnAccountAreShownByWhatTheyAreKnownBy() throws Exception {
    fill();
    mvc.perform(get("/api/sources?account=111122223333&region=eu-central-1")).andExpect(status().isOk())
        .andExpect(jsonPath("$.servers.length()").value(3)).andExpect(jsonPath("$.servers[0].serverId").value("a"))
        .andExpect(jsonPath("$.servers[0].fqdn").isNotEmpty()).andExpect(jsonPath("$.servers[0].address").isNotEmpty())
        .andExpect(jsonPath("$.servers[0].sourceServerId").isEmpty()).andExpect(jsonPath("$.servers[0].waveId").value("wave-1"));
    mvc.perform(get("/api/sources?account=444455556666&region=eu-central-1")).andExpect(jsonPath("$.servers").isEmpty());
  }

  @Test
  void serversAreFilteredAndPaged() throws Exception {
    fill();
    mvc.perform(get("/api/servers?wave=wave-1&limit=2&offset=1")).andExpect(status().isOk())
        .andExpect(jsonPath("$.total").value(3)).andExpect(jsonPath("$.servers.length()").value(2))
        .andExpect(jsonPath("$.servers[0].serverId").value("b"));
    mvc.perform(get("/api/servers?parked=true")).andExpect(jsonPath("$.servers[0].parked.code").value("CVY-4101"));
    mvc.perform(get("/api/servers?stage=build_authorized")).andExpect(jsonPath("$.total").value(3));
    mvc.perform(get("/api/servers?stage=gone")).andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("CVY-1401"));
    mvc.perform(get("/api/servers?limit=0")).andExpect(status().isBadRequest());
    mvc.perform(get("/api/servers?limit=many")).andExpect(status().isBadRequest());
  }

  @Test
  void aServerWhoseOperationWasSetAsideSaysSoUntilItIsReplayed() throws Exception {
    fill();
    setAside("111122223333/eu-central-1|a:TerminateTest:1:1", "");
    mvc.perform(get("/api/servers?wave=wave-1")).andExpect(jsonPath("$.servers[0].deadLetters[0]").value("CVY-9038"))
        .andExpect(jsonPath("$.servers[1].deadLetters").isEmpty());
    mvc.perform(get("/api/servers/a")).andExpect(jsonPath("$.waitsForDetail",
        endsWith("a record about it was set aside (CVY-9038): see convoy dlq list")));
    setAside("111122223333/eu-central-1|a:TerminateTest:1:1", "replayed");
    mvc.perform(get("/api/servers/a")).andExpect(jsonPath("$.deadLetters").isEmpty())
        .andExpect(jsonPath("$.waitsForDetail", not(containsString("set aside"))));
  }

  /** @param state what became of the letter; empty for the letter */
  private void setAside(String key, String state) {
    var letter = new ConsumerRecord<>("convoy.launch.dlq", 0, 0, key.getBytes(UTF_8), new byte[] {1});
    Map.of("topic", "convoy.launch.operations", "partition", "2", "offset", "53", "code", "CVY-9038", "state", state)
        .forEach((name, text) -> letter.headers().add("convoy_dlq_" + name, text.getBytes(UTF_8)));
    model.deadLetters().apply(new SetAside(letter));
  }

  @Test
  void aServerComesWithItsTimeline() throws Exception {
    fill();
    mvc.perform(get("/api/servers/b")).andExpect(status().isOk())
        .andExpect(jsonPath("$.stage").value("BUILD_AUTHORIZED"))
        .andExpect(jsonPath("$.timeline[0].type").value("ServerRegistered"))
        .andExpect(jsonPath("$.timeline[-1].type").value("ServerParked"));
    mvc.perform(get("/api/servers/nobody")).andExpect(status().isNotFound())
        .andExpect(jsonPath("$.remedy").isNotEmpty());
  }

  @Test
  void aWaveComesWithItsStagesGatesAndReasons() throws Exception {
    fill();
    mvc.perform(get("/api/waves/wave-1")).andExpect(status().isOk())
        .andExpect(jsonPath("$.state").value("STARTED"))
        .andExpect(jsonPath("$.stages.BUILD_AUTHORIZED").value(3))
        .andExpect(jsonPath("$.gates.length()").value(4))
        .andExpect(jsonPath("$.waiting[0].servers").value(2));
    mvc.perform(get("/api/waves")).andExpect(jsonPath("$.waves[0].waveId").value("wave-1"));
    mvc.perform(get("/api/waves/none")).andExpect(status().isNotFound());
  }

  @Test
  void aCommandIsAnsweredByItsEvent() throws Exception {
    gateway.answers.add(new WaveStarted("wave-1", Instant.EPOCH, 3, "ann"));
    mvc.perform(post("/api/waves/wave-1/start").header("Idempotency-Key", "k1").content("{\"by\":\"ann\"}"))
        .andExpect(status().isOk()).andExpect(jsonPath("$.answer").value("WaveStarted"))
        .andExpect(jsonPath("$.event.servers").value(3));
    assertThat(gateway.commands).containsExactly(new WaveCommand.StartWave("k1", "wave-1", "ann"));
    mvc.perform(post("/api/waves/wave-1/start").header("Idempotency-Key", "k1")).andExpect(status().isOk());
    assertThat(gateway.commands).as("a repeat is answered from what is known").hasSize(1);
    mvc.perform(get("/api/commands/k1")).andExpect(status().isOk());
  }

  @Test
  void aRefusalIsAConflictOrNotFound() throws Exception {
    gateway.answers.add(new CommandRejected("wave-1", Instant.EPOCH, "k1", "CVY-1202", "is paused", "resume it"));
    mvc.perform(post("/api/waves/wave-1/pause").header("Idempotency-Key", "k1")).andExpect(status().isConflict())
        .andExpect(jsonPath("$.code").value("CVY-1202")).andExpect(jsonPath("$.remedy").value("resume it"));
    gateway.answers.set(0, new CommandRejected("x", Instant.EPOCH, "k2", "CVY-1301", "not known", "declare it"));
    mvc.perform(post("/api/servers/x/retry").header("Idempotency-Key", "k2")).andExpect(status().isNotFound());
  }

  @Test
  void anAnswerThatTakesLongerHasAnAddress() throws Exception {
    mvc.perform(post("/api/servers/a/retry").header("Idempotency-Key", "k1")).andExpect(status().isAccepted())
        .andExpect(header().string("Location", "/api/commands/k1"));
    mvc.perform(get("/api/commands/k1")).andExpect(status().isNotFound());
    seen(new RetryRequested("a", 1, 1, Instant.EPOCH, Stage.REGISTERED, "api"), "a", "k1");
    mvc.perform(get("/api/commands/k1")).andExpect(jsonPath("$.answer").value("RetryRequested"));
  }

  @Test
  void whatAWavesCommandMakesAServerSayIsNotItsAnswer() throws Exception {
    gateway.answers.add(new RetryRequested("a", 1, 1, Instant.EPOCH, Stage.REGISTERED, "api"));
    gateway.answers.add(new WavePlanned("wave-1", Instant.EPOCH, List.of(),
        GroupPolicy.HOLD, null, null, null, null));
    mvc.perform(post("/api/waves/wave-1/plan")).andExpect(jsonPath("$.answer").value("WavePlanned"));
  }

  @Test
  void aPlanIsReadStrictly() throws Exception {
    var plan = "{\"gates\":{\"CUTOVER\":\"APPROVAL\"},\"groupPolicy\":\"ROLLBACK\",\"windowStart\":\"2026-01-31T22:00:00Z\","
        + "\"windowEnd\":\"2026-02-01T06:00:00Z\",\"soakSeconds\":60,\"testKeepDays\":1.5}";
    mvc.perform(post("/api/waves/wave-1/plan").content(plan)).andExpect(status().isAccepted());
    assertThat(gateway.commands).singleElement().isInstanceOfSatisfying(WaveCommand.PlanWave.class, command ->
        assertThat(command.plan()).satisfies(planned -> {
          assertThat(planned.soak()).isEqualTo(Duration.ofMinutes(1));
          assertThat(planned.testKeep()).isEqualTo(Duration.ofHours(36));
        }));
    for (var bad : List.of("{", "[]", "{\"windwoStart\":\"x\"}", "{\"windowStart\":\"tomorrow\"}",
        "{\"gates\":{\"DOOR\":\"APPROVAL\"}}", "{\"gates\":{\"TEST\":\"MAYBE\"}}", "{\"groupPolicy\":\"NONE\"}",
        "{\"soakSeconds\":-1}", "{\"testKeepDays\":-1}", "{\"testKeepDays\":90.5}", "{\"testKeepDays\":1e999}",
        "{\"testKeepDays\":\"two\"}",
        "{\"by\":\"" + "x".repeat(600) + "\"}", " ".repeat(20_000))) {
      mvc.perform(post("/api/waves/wave-1/plan").content(bad)).andExpect(status().isBadRequest())
          .andExpect(jsonPath("$.code").value("CVY-1401"));
    }
    mvc.perform(post("/api/waves/wave-1/approve").content("{}")).andExpect(status().isBadRequest());
    mvc.perform(post("/api/waves/wave-1/explode")).andExpect(status().isNotFound());
    mvc.perform(post("/api/servers/{id}/retry", "a$b")).andExpect(status().isNotFound());
    mvc.perform(post("/api/servers/a/retry").header("Idempotency-Key", "a b")).andExpect(status().isBadRequest());
  }

  @Test
  void owedSnapshotsAreWaivedByNameAndWithAReason() throws Exception {
    mvc.perform(post("/api/servers/a/waive-snapshots").header("Idempotency-Key", "w1")
        .content("{\"by\":\"ann\",\"reason\":\"nobody had written\"}"))
        .andExpect(status().isAccepted());
    mvc.perform(post("/api/servers/a/waive-snapshots").content("{\"by\":\"ann\"}")).andExpect(status().isBadRequest());
    mvc.perform(post("/api/servers/a/waive-snapshots").content("{\"reason\":\"nobody had written\"}")).andExpect(status().isBadRequest());
    assertThat(gateway.commands).containsExactly(new ServerCommand.WaiveSnapshots("w1", "a", "ann", "nobody had written"));
  }

  @Test
  void theInstanceOfAFailedTestIsEnded() throws Exception {
    mvc.perform(post("/api/servers/a/end-test").header("Idempotency-Key", "e1")
        .content("{\"by\":\"ann\",\"reason\":\"seen enough\"}"))
        .andExpect(status().isAccepted());
    assertThat(gateway.commands).containsExactly(new ServerCommand.EndTest("e1", "a", "ann", "seen enough"));
  }

  @Test
  void aTestIsAcceptedByServerOrByWave() throws Exception {
    mvc.perform(post("/api/servers/a/accept-test").header("Idempotency-Key", "t1")
        .content("{\"by\":\"ann\",\"reason\":\"looks well\"}"))
        .andExpect(status().isAccepted());
    mvc.perform(post("/api/waves/wave-1/accept-test").header("Idempotency-Key", "t2").content("{\"by\":\"ann\"}"))
        .andExpect(status().isAccepted());
    assertThat(gateway.commands).containsExactly(new ServerCommand.AcceptTest("t1", "a", "ann", "looks well"),
        new AcceptTests("t2", "wave-1", "ann", "no reason given"));
  }

  @Test
  void anImageIsAskedForByAPersonWithANameThatEc2Takes() throws Exception {
    mvc.perform(post("/api/servers/a/image").header("Idempotency-Key", "i1")
        .content("{\"by\":\"ann\",\"reason\":\"for a stack\",\"name\":\"web (golden) 1.0\"}")).andExpect(status().isAccepted());
    mvc.perform(post("/api/servers/a/image").header("Idempotency-Key", "i2")).andExpect(status().isAccepted());
    assertThat(gateway.commands).containsExactly(new ServerCommand.CreateImage("i1", "a", "ann", "for a stack", "web (golden) 1.0"),
        new ServerCommand.CreateImage("i2", "a", "api", "no reason given", null));
    gateway.answers.add(new ImageRequested("a", 1, 1, Instant.EPOCH, null, "ann", "for a stack"));
    mvc.perform(post("/api/servers/a/image").header("Idempotency-Key", "i3")).andExpect(status().isOk());
    for (var bad : List.of("ab", "x".repeat(129), "wéb-1", "web\\n1", "web;1")) {
      mvc.perform(post("/api/servers/a/image").content("{\"name\":\"" + bad + "\"}")).andExpect(status().isBadRequest())
          .andExpect(jsonPath("$.code").value("CVY-1401"));
    }
  }

  @Test
  void whatNobodySaidOfTestInstancesKeepsNone() throws Exception {
    for (var none : List.of("{}", "{\"testKeepDays\":0}", "{\"testKeepDays\":null}")) {
      mvc.perform(post("/api/waves/wave-1/plan").content(none)).andExpect(status().isAccepted());
      assertThat(gateway.commands.getLast()).isInstanceOfSatisfying(WaveCommand.PlanWave.class,
          command -> assertThat(command.plan().testKeep()).as(none).isNull());
    }
  }

  @Test
  void aDecisionNeedsAnAnswerANameAndAReason() throws Exception {
    mvc.perform(post("/api/servers/a/decide").header("Idempotency-Key", "k9")
        .content("{\"decision\":\"normal\",\"by\":\"ann\",\"reason\":\"moved whole\"}")).andExpect(status().isAccepted());
    for (var body : List.of("{\"decision\":\"normal\",\"by\":\"ann\"}", "{\"decision\":\"normal\",\"reason\":\"x\"}",
        "{\"decision\":\"maybe\",\"by\":\"ann\",\"reason\":\"x\"}", "{\"by\":\"ann\",\"reason\":\"x\"}")) {
      mvc.perform(post("/api/servers/a/decide").content(body)).andExpect(status().isBadRequest());
    }
  }

  @Test
  void aBreakGlassAccountIsAskedForByNameWithAReasonForATimeOrToItsEnd() throws Exception {
    mvc.perform(post("/api/servers/a/break-glass").header("Idempotency-Key", "g1")
        .content("{\"within\":\"PT2H\",\"by\":\"ann\",\"reason\":\"locked out\"}")).andExpect(status().isAccepted());
    assertThat(gateway.commands.getLast()).isEqualTo(
        new ServerCommand.BreakGlass("g1", "a", "ann", "locked out", Duration.ofHours(2)));
    mvc.perform(post("/api/servers/a/break-glass").header("Idempotency-Key", "g2")
        .content("{\"end\":true,\"by\":\"ann\",\"reason\":\"done\"}")).andExpect(status().isAccepted());
    assertThat(gateway.commands.getLast()).isEqualTo(new ServerCommand.BreakGlass("g2", "a", "ann", "done", null));
    for (var body : List.of("{}", "{\"by\":\"ann\",\"reason\":\"x\"}", "{\"within\":\"PT2H\",\"by\":\"ann\"}",
        "{\"within\":\"PT2H\",\"reason\":\"x\"}", "{\"within\":\"2 hours\",\"by\":\"ann\",\"reason\":\"x\"}",
        "{\"within\":\"PT2H\",\"end\":true,\"by\":\"ann\",\"reason\":\"x\"}")) {
      mvc.perform(post("/api/servers/a/break-glass").content(body)).andExpect(status().isBadRequest());
    }
  }

  @Test
  void aServerIsBoundByNameToASourceServerThatNoOtherOneIs() throws Exception {
    fill();
    var theirs = "{\"sourceServerId\":\"s-0123456789abcdef0\",\"by\":\"ann\",\"reason\":\"known by its address\"}";
    mvc.perform(post("/api/servers/a/adopt").header("Idempotency-Key", "b1").content(theirs)).andExpect(status().isAccepted());
    assertThat(gateway.commands.getLast()).isEqualTo(
        new ServerCommand.AdoptServer("b1", "a", "ann", "known by its address", "s-0123456789abcdef0"));
    for (var body : List.of("{}", theirs.replace("ann", ""), theirs.replace("known by its address", ""),
        theirs.replace("s-0123456789abcdef0", "i-0123456789abcdef0"), theirs.replace("sourceServerId", "sourceServer"))) {
      mvc.perform(post("/api/servers/a/adopt").content(body)).andExpect(status().isBadRequest())
          .andExpect(jsonPath("$.code").value("CVY-1401"));
    }
    var sent = gateway.commands.size();
    model.status("b", ServerStatus.newBuilder(model.server("b").orElseThrow()).setSourceServerId("s-0123456789abcdef0").build());
    mvc.perform(post("/api/servers/a/adopt").content(theirs)).andExpect(status().isConflict())
        .andExpect(jsonPath("$.code").value("CVY-1184")).andExpect(jsonPath("$.message").value(containsString("server b")));
    assertThat(gateway.commands).hasSize(sent);
    mvc.perform(post("/api/servers/b/adopt").content(theirs)).andExpect(status().isAccepted());
  }

  @Test
  void aServerIsDecidedToBeMovedWithoutATestOrARollback() throws Exception {
    for (var decision : List.of(ServerDecision.WITHOUT_TEST, ServerDecision.WITHOUT_ROLLBACK)) {
      var named = decision.name().toLowerCase(Locale.ROOT).replace('_', '-');
      mvc.perform(post("/api/servers/a/decide").header("Idempotency-Key", "key-" + named)
          .content("{\"decision\":\"" + named + "\",\"by\":\"ann\",\"reason\":\"a domain controller\"}"))
          .andExpect(status().isAccepted());
      assertThat(gateway.commands.getLast()).isEqualTo(
          new ServerCommand.DecideServer("key-" + named, "a", "ann", decision, "a domain controller"));
    }
  }

  @Test
  void nothingIsServedBeforeTheEventsAreRead() throws Exception {
    var empty = new ReadModel();
    var desk = new CommandDesk(empty, gateway, Duration.ofMillis(50));
    var early = MockMvcBuilders.standaloneSetup(new ServersController(empty, desk, observing())).setControllerAdvice(new ApiErrors())
        .build();
    early.perform(get("/api/servers")).andExpect(status().isServiceUnavailable());
    early.perform(post("/api/servers/a/retry")).andExpect(status().isServiceUnavailable())
        .andExpect(jsonPath("$.code").value("CVY-1503"));
  }

  @Test
  void withoutABrokerACommandIsUnavailable() throws Exception {
    gateway.broken = true;
    mvc.perform(post("/api/servers/a/retry")).andExpect(status().isServiceUnavailable())
        .andExpect(jsonPath("$.code").value("CVY-1504"));
  }

  @Test
  void anIntakeFileIsTakenRowByRow() throws Exception {
    var csv = "wave_name,app_name,aws_accountid,aws_region,server_name,server_os_family,server_os_version,server_fqdn,r_type\n"
        + "w,a,111122223333,eu-central-1,s1,linux,9,s1.example.com,Rehost\n"
        + "w,a,111122223333,eu-central-1,s2,solaris,9,s2.example.com,Rehost\n";
    mvc.perform(post("/api/intake?name=list.csv").contentType("text/csv").content(csv)).andExpect(status().isOk())
        .andExpect(jsonPath("$.accepted").value(1)).andExpect(jsonPath("$.rejected").value(1))
        .andExpect(jsonPath("$.errors[0].line").value(3)).andExpect(jsonPath("$.errors[0].column").value(6))
        .andExpect(jsonPath("$.errors[0].field").value("server_os_family")).andExpect(jsonPath("$.waves.w").value(1));
    assertThat(gateway.declared).singleElement().satisfies(server ->
        assertThat(server.getOrigin()).isEqualTo("list.csv line 2"));
    mvc.perform(post("/api/intake").contentType("text/csv").content("")).andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("CVY-1104"));
    mvc.perform(post("/api/intake").contentType(MediaType.APPLICATION_PDF).content("x"))
        .andExpect(status().isUnsupportedMediaType()).andExpect(jsonPath("$.message").isNotEmpty())
        .andExpect(jsonPath("$.code").value("CVY-1415"));
    mvc.perform(put("/api/intake")).andExpect(status().isMethodNotAllowed())
        .andExpect(jsonPath("$.code").value("CVY-1405"));
  }

  @Test
  void mutatedBodiesNeverFailTheServer() throws Exception {
    var random = new Random(99);
    var good = "{\"by\":\"ann\",\"gates\":{\"TEST\":\"APPROVAL\"},\"windowStart\":\"2026-01-31T22:00:00Z\"}".getBytes(UTF_8);
    for (int i = 0; i < 500; i++) {
      var body = good.clone();
      for (int n = random.nextInt(6); n >= 0; n--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      var answer = mvc.perform(post("/api/waves/wave-1/plan").content(body)).andReturn().getResponse().getStatus();
      assertThat(answer).as("seed 99, round %s", i).isIn(202, 400);
    }
  }
}
