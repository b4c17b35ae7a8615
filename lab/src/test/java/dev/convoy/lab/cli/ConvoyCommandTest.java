package dev.convoy.lab.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.lab.broker.FreePorts;
import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class ConvoyCommandTest {
  private static final Pattern NAMED = Pattern.compile("\\./convoy ([a-z]+)(?: ([a-z]+(?:-[a-z]+)*))?");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer inventory;
  private int status = 200;
  private String refused = "";
  private String answer = "{}";

  ConvoyCommandTest() throws IOException {
    inventory = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 1);
  }

  @BeforeEach
  void serve() {
    inventory.createContext("/", this::reply);
    inventory.start();
  }

  @AfterEach
  void end() {
    inventory.stop(0);
  }

  @Test
  void whatCannotBeAskedIsOneLineAndExitCode2() {
    String nobody = "http://127.0.0.1:" + FreePorts.take(1).getFirst();
    for (List<String> wrong : List.of(List.of("--bogus"), List.of("wave"), List.of("lab", "--servers", "many"),
        List.of("lab", "--servers", "0"), List.of("lab", "--intake", "/no/such/file.csv"), List.of("lab", "--faults", "some"),
        List.of("intake", "/no/such/file.csv"), List.of("intake"), List.of("wave", "status", "w1", "--url", nobody),
        List.of("wave", "approve", "w1"), List.of("wave", "approve", "w1", "--gate", "door"),
        List.of("server", "show", "web-001", "--url", "127.0.0.1:8080"), List.of("account", "check", "111122223333", "x", "--url", nobody),
        List.of("events", "--bootstrap-servers", nobody.substring(7)))) {
      err.getBuffer().setLength(0);
      assertThat(run(wrong.toArray(String[]::new))).as("%s", wrong).isEqualTo(2);
      assertThat(err.toString().lines()).as("%s", wrong).singleElement().asString().startsWith("convoy: ");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void explainPrintsWhatCodesMeanAndWhatToDo() {
    assertThat(run("explain", "CVY-4102", "[CVY-5103]", "9323", "nonsense")).isEqualTo(2);
    assertThat(out.toString()).startsWith("CVY-4102  launch-service" + System.lineSeparator() + "  The job of MGN ended")
        .contains("  Do: Look at the log of the job").contains("CVY-5103  validation-service").contains("Checks are asked again");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= Terminal.width());
    assertThat(err.toString().lines()).singleElement().asString().startsWith("convoy: [CVY-9322] explain: ")
        .contains("no 9323, the nearest are CVY-9322,").contains("no nonsense, give a code");
  }

  @Test
  void explainWithoutACodeListsAllOneLineEach() {
    assertThat(run("explain")).isZero();
    assertThat(out.toString().lines()).hasSizeGreaterThan(200).allMatch(line -> line.matches("CVY-\\d{4}  [^|]+\\."));
  }

  @Test
  void everyCommandThatTheGuidesNameIsThere() throws IOException {
    Map<String, CommandLine> commands = command().getSubcommands();
    for (String page : List.of("README.md", "docs/errors.md", "docs/operating.md", "docs/reliability-tests.md")) {
      NAMED.matcher(Files.readString(Path.of("..", page))).results().forEach(named -> {
        assertThat(commands).as(page).containsKey(named.group(1));
        Map<String, CommandLine> more = commands.get(named.group(1)).getSubcommands();
        assertThat(more.isEmpty() || more.containsKey(named.group(2))).as("%s: %s", page, named.group()).isTrue();
      });
    }
  }

  @Test
  void testInstancesAreKeptAndAccepted() {
    assertThat(run("wave", "plan", "wave-1", "--test-keep-days", "1.5", "--url", url())).isZero();
    assertThat(run("wave", "accept-test", "wave-1", "--reason", "all look well", "--url", url())).isZero();
    assertThat(run("server", "accept-test", "web-001", "--url", url())).isZero();
    assertThat(asked).hasSize(3);
    assertThat(asked.get(0)).startsWith("POST /api/waves/wave-1/plan").contains("\"testKeepDays\":1.5");
    assertThat(asked.get(1)).startsWith("POST /api/waves/wave-1/accept-test").contains("all look well", "\"by\":");
    assertThat(asked.get(2)).startsWith("POST /api/servers/web-001/accept-test").contains("\"by\":");
  }

  @Test
  void owedSnapshotsAreWaivedInSomebodysNameWithAReason() {
    assertThat(run("server", "waive-snapshots", "web-001", "--url", url())).isNotZero();
    assertThat(run("server", "waive-snapshots", "web-001", "--reason", "nobody had written", "--by", "ann", "--url", url())).isZero();
    assertThat(asked).singleElement().asString().startsWith("POST /api/servers/web-001/waive-snapshots")
        .contains("nobody had written", "\"by\":\"ann\"");
  }

  @Test
  void theInstanceOfAFailedTestIsEnded() {
    assertThat(run("server", "end-test", "web-001", "--reason", "seen enough", "--url", url())).isZero();
    assertThat(asked).singleElement().asString().startsWith("POST /api/servers/web-001/end-test").contains("seen enough", "\"by\":");
  }

  @Test
  void anImageIsAskedFor() {
    assertThat(run("server", "image", "web-001", "--url", url())).isZero();
    assertThat(run("server", "image", "web-001", "--name", "golden web", "--reason", "for a stack", "--url", url())).isZero();
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).startsWith("POST /api/servers/web-001/image").contains("\"by\":").doesNotContain("name");
    assertThat(asked.get(1)).startsWith("POST /api/servers/web-001/image").contains("golden web", "for a stack", "\"by\":");
  }

  @Test
  void aServerIsTestedAnew() {
    assertThat(run("server", "retest", "web-001", "--url", url())).isZero();
    assertThat(asked).singleElement().asString().startsWith("POST /api/servers/web-001/retest").contains("\"by\":");
  }

  @Test
  void aServerIsWithdrawnOrMovedByItsChangedDeclarationInSomebodysName() {
    assertThat(run("server", "accept", "web-001", "--url", url())).isZero();
    assertThat(asked.getLast()).startsWith("POST /api/servers/web-001/accept").contains("\"by\":");
    assertThat(run("server", "withdraw", "web-001", "--url", url())).isZero();
    assertThat(asked.getLast()).startsWith("POST /api/servers/web-001/withdraw").contains("\"by\":");
    assertThat(run("server", "accept", "--url", url())).as("without a server").isEqualTo(2);
  }

  @Test
  void anAgentIsInstalledAgainWithAReasonOnly() {
    assertThat(run("server", "reinstall", "web-001", "--reason", "a new kernel", "--url", url())).isZero();
    assertThat(asked).singleElement().asString().startsWith("POST /api/servers/web-001/reinstall")
        .contains("\"by\":", "\"reason\":\"a new kernel\"");
    assertThat(run("server", "reinstall", "web-001", "--url", url())).as("without a reason").isEqualTo(2);
  }

  @Test
  void aBreakGlassAccountIsAskedForATimeOrToItsEndWithAReasonOnly() {
    assertThat(run("server", "break-glass", "web-001", "--for", "PT2H", "--reason", "locked out", "--url", url())).isZero();
    assertThat(run("server", "break-glass", "web-001", "--end", "--reason", "done", "--url", url())).isZero();
    assertThat(asked).hasSize(2).allSatisfy(each -> assertThat(each).startsWith("POST /api/servers/web-001/break-glass"));
    assertThat(asked.getFirst()).contains("\"by\":", "\"within\":\"PT2H\"", "\"reason\":\"locked out\"").doesNotContain("\"end\"");
    assertThat(asked.getLast()).contains("\"end\":true").doesNotContain("within");
    assertThat(run("server", "break-glass", "web-001", "--reason", "x", "--url", url())).as("neither").isEqualTo(2);
    assertThat(run("server", "break-glass", "web-001", "--for", "PT2H", "--end", "--reason", "x", "--url", url())).as("both").isEqualTo(2);
    assertThat(run("server", "break-glass", "web-001", "--for", "PT2H", "--url", url())).as("without a reason").isEqualTo(2);
  }

  @Test
  void aServerIsDecidedAboutByNameAndWithAReason() {
    assertThat(run("server", "decide", "dc-001", "exclude", "--reason", "a new one is built", "--by", "ann",
        "--url", url())).isZero();
    assertThat(asked).singleElement().asString().startsWith("POST /api/servers/dc-001/decide")
        .contains("\"by\":\"ann\"", "\"decision\":\"exclude\"", "\"reason\":\"a new one is built\"");
    assertThat(run("server", "decide", "dc-001", "normal", "--url", url())).as("without a reason").isEqualTo(2);
    assertThat(run("server", "decide", "dc-001", "without-test", "--reason", "never two", "--url", url())).isZero();
    assertThat(asked.getLast()).contains("\"decision\":\"without-test\"");
  }

  @Test
  void aCommandAboutAWaveIsPostedWithWhoAsked() {
    assertThat(run("wave", "approve", "wave 1", "--gate", "cutover", "--url", url())).isZero();
    assertThat(asked).singleElement().asString().startsWith("POST /api/waves/wave%201/approve")
        .contains("\"gate\":\"CUTOVER\"").contains("\"by\":");
    assertThat(out.toString()).startsWith("wave wave 1 approve: done");
  }

  @Test
  void aWaveIsCheckedByWhatIsPlannedAndItsFaultsAreNamedWithExitCode1() {
    answer = "{\"waveId\":\"w1\",\"servers\":[{\"serverId\":\"web-1\"}],\"subject\":\"wave w1\",\"faults\":1,"
        + "\"notes\":0,\"looked\":[\"quotas\"],\"findings\":[{\"level\":\"FAULT\",\"code\":\"CVY-3430\",\"place\":\"1/r\","
        + "\"about\":\"instance type m9\",\"found\":\"unknown\",\"needed\":\"a type\",\"remedy\":\"declare one\","
        + "\"servers\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\"]}]}";
    assertThat(run("wave", "check", "w1", "--url", url(), "--replication-url", url())).isEqualTo(1);
    assertThat(asked).extracting(each -> each.lines().findFirst().orElseThrow()).containsExactly(
        "GET /api/waves/w1/plan", "POST /api/preflight/wave");
    assertThat(asked.getLast()).contains("\"waveId\":\"w1\"", "\"serverId\":\"web-1\"");
    assertThat(out.toString()).contains("FAULT [CVY-3430] 1/r instance type m9: unknown", "needed: a type",
        "do: declare one", "servers: a, b, c, d, e, f, g, h, i, j and 1 more", "1 faults, 0 notes");
  }

  @Test
  void anAccountIsCheckedByItsEnvironment() {
    answer = "{\"environments\":[{\"name\":\"production\"}],\"faults\":0,\"findings\":[]}";
    assertThat(run("account", "check", "111122223333", "eu-central-1", "--servers", "7", "--json", "--url", url(),
        "--replication-url", url())).isZero();
    assertThat(asked.getFirst()).startsWith("GET /api/environments?account=111122223333&region=eu-central-1");
    assertThat(asked.getLast()).startsWith("POST /api/preflight/account").contains("\"name\":\"production\"", "\"servers\":7");
    assertThat(run("account", "check", "1", "r", "--environment", "other", "--url", url())).isEqualTo(2);
    assertThat(err.toString()).contains("has the environments production; name one with --environment");
  }

  @Test
  void thePlanOfAnObservedAccountIsAskedOfTheServicesThatCall() {
    answer = "{\"account\":\"111122223333\",\"region\":\"eu-central-1\",\"observed\":true,\"calls\":[{\"service\":\"mgn\","
        + "\"operation\":\"StartReplication\",\"server\":\"web-1\",\"parameters\":\"StartReplicationRequest(x)\","
        + "\"waitsFor\":\"observe mode\",\"firstAt\":\"2026-03-01T08:00:00Z\"}]}";
    String[] plan = {"account", "plan", "111122223333", "eu-central-1", "--agent-url", url(), "--replication-url", url(),
        "--launch-url", url()};
    assertThat(run(plan)).isZero();
    assertThat(asked).extracting(each -> each.lines().findFirst().orElseThrow()).hasSize(3)
        .allMatch("GET /api/plan?account=111122223333&region=eu-central-1"::equals);
    assertThat(out.toString()).contains("web-1", "mgn StartReplication", "observe mode", "StartReplicationRequest(x)",
        "launch-service observes: 1 calls withheld");
    answer = "{\"observed\":false,\"calls\":[]}";
    assertThat(run(plan)).isEqualTo(1);
    assertThat(out.toString()).contains("replication-service acts in this account");
  }

  @Test
  void anEstateIsHeldAgainstTheSourcesThatInventoryKnows() {
    answer = "{\"environments\":[{\"name\":\"production\",\"roleArn\":\"arn:x\"}],\"servers\":[{\"serverId\":\"web-1\"}],"
        + "\"matched\":[{\"serverId\":\"web-1\",\"sourceServerId\":\"s-1\",\"by\":[\"HOST_NAME\"],\"stage\":\"TESTING\","
        + "\"way\":\"ADOPT\",\"next\":\"ours\"}],\"conflicts\":[{\"code\":\"CVY-3510\",\"found\":\"s-2 fits a, b\","
        + "\"remedy\":\"declare more\"}],\"strangers\":[{\"sourceServerId\":\"s-3\",\"called\":\"erp\",\"stage\":\"SYNCING\"}],"
        + "\"missing\":[\"db-1\"],\"leftAlone\":[]}";
    String[] adopt = {"account", "adopt", "111122223333", "eu-central-1", "--url", url(), "--replication-url", url()};
    assertThat(run(Stream.concat(Stream.of(adopt), Stream.of("--dry-run", "--wave", "w1")).toArray(String[]::new))).isEqualTo(1);
    assertThat(asked).extracting(each -> each.lines().findFirst().orElseThrow()).containsExactly(
        "GET /api/environments?account=111122223333&region=eu-central-1",
        "GET /api/sources?account=111122223333&region=eu-central-1", "POST /api/estate");
    assertThat(asked.getLast()).contains("\"roleArn\":\"arn:x\"", "\"serverId\":\"web-1\"", "\"waves\":[\"w1\"]");
    assertThat(out.toString()).contains("web-1", "s-1", "TESTING", "HOST_NAME", "CONFLICT [CVY-3510] s-2 fits a, b",
        "do: declare more", "in MGN, not declared: s-3 erp (SYNCING)", "declared, not in MGN: db-1",
        "1 matched, 1 in conflict, 1 not declared, 1 not in MGN, 0 left alone");
  }

  @Test
  void whatAnEstateMatchesIsBoundByNameAndTheRestIsSaidServerByServer() {
    answer = "{\"environments\":[{\"name\":\"production\"}],\"servers\":[],\"matched\":["
        + "{\"serverId\":\"web-1\",\"sourceServerId\":\"s-1\",\"by\":[\"HOST_NAME\",\"ADDRESS\"],\"way\":\"ADOPT\",\"bound\":false},"
        + "{\"serverId\":\"web-2\",\"sourceServerId\":\"s-2\",\"by\":[\"ADDRESS\"],\"way\":\"LEAVE\",\"bound\":true},"
        + "{\"serverId\":\"web-3\",\"sourceServerId\":\"s-3\",\"by\":[\"ADDRESS\"],\"way\":\"PERSON\",\"next\":\"let the job end\"}]}";
    String[] adopt = {"account", "adopt", "111122223333", "eu-central-1", "--by", "ann", "--url", url(), "--replication-url", url()};
    assertThat(run(adopt)).isZero();
    assertThat(asked).filteredOn(each -> each.contains("/adopt")).singleElement().asString()
        .startsWith("POST /api/servers/web-1/adopt").contains("\"by\":\"ann\"", "\"sourceServerId\":\"s-1\"",
            "\"reason\":\"known by its host name, address\"");
    assertThat(out.toString()).contains("web-1: bound (s-1)", "web-2: bound already (s-2)",
        "web-3: left to a person (s-3): let the job end", "1 bound, 1 bound already, 1 left to a person, 0 not bound");
    assertThat(run(Stream.concat(Stream.of(adopt), Stream.of("--json")).toArray(String[]::new))).isZero();
    assertThat(out.toString()).contains("\"result\" : \"BOUND_ALREADY\"", "\"result\" : \"LEFT_TO_A_PERSON\"");
  }

  @Test
  void aServerThatIsNotBoundHasItsReasonAndTheOthersAreBoundAllTheSame() {
    refused = "/api/servers/web-1/adopt";
    answer = "{\"environments\":[{\"name\":\"production\"}],\"matched\":["
        + "{\"serverId\":\"web-1\",\"sourceServerId\":\"s-1\",\"by\":[],\"way\":\"ADOPT\"},"
        + "{\"serverId\":\"web-2\",\"sourceServerId\":\"s-2\",\"by\":[],\"way\":\"ADOPT\"}]}";
    assertThat(run("account", "adopt", "111122223333", "eu-central-1", "--url", url(), "--replication-url", url())).isEqualTo(1);
    assertThat(out.toString()).contains("web-1: not bound (s-1): [CVY-1181] bound otherwise; look", "web-2: bound (s-2)",
        "1 bound, 0 bound already, 0 left to a person, 1 not bound", "[CVY-9321] 1 servers were not bound");
  }

  @Test
  void anAcceptedCommandSaysWhereItsAnswerWillBe() {
    status = 202;
    assertThat(run("server", "retry", "web-001", "--url", url())).isZero();
    assertThat(out.toString()).contains("accepted, not yet answered; see /api/commands/7");
  }

  @Test
  void aRefusalHasItsCodeItsRemedyAndEveryFaultAndExitCode1() {
    status = 409;
    answer = "{\"code\":\"CVY-1201\",\"message\":\"wave-1: already started\",\"remedy\":\"see its status\",\"errors\":["
        + "{\"field\":\"gate\",\"place\":\"body\",\"value\":\"X\",\"reason\":\"unknown\",\"remedy\":\"give TEST\"}]}";
    assertThat(run("wave", "start", "wave-1", "--url", url())).isEqualTo(1);
    assertThat(err.toString().lines()).containsExactly("convoy: [CVY-1201] wave-1: already started; see its status",
        "  body gate 'X': unknown; give TEST");
  }

  @Test
  void anIntakeFileIsPostedAsItIsAndItsFaultsAreNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("fleet.csv"), "server_name\nweb-001\n");
    answer = "{\"accepted\":1,\"rejected\":1,\"errors\":[{\"field\":\"r_type\",\"place\":\"line 3, column 2\","
        + "\"value\":\"Rehots\",\"reason\":\"unknown strategy\",\"remedy\":\"give Rehost\"}]}";
    assertThat(run("intake", file.toString(), "--url", url())).isEqualTo(1);
    assertThat(asked).singleElement().asString().startsWith("POST /api/intake?name=fleet.csv").endsWith("web-001\n");
    assertThat(out.toString()).contains("line 3, column 2: r_type 'Rehots': unknown strategy; give Rehost")
        .contains("1 servers accepted, 1 rows rejected");
  }

  @Test
  void theWavesOfAnIntakeFileAreStartedOnceTheirServersAreRegistered(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("fleet.csv"), "server_name\nweb-001\n");
    answer = "{\"accepted\":1,\"rejected\":0,\"waves\":{\"wave-1\":1},\"total\":1,\"servers\":[{\"serverId\":\"web-001\"}]}";
    assertThat(run("intake", file.toString(), "--start", "--url", url())).isZero();
    assertThat(asked).extracting(each -> each.lines().findFirst().orElseThrow()).containsExactly(
        "POST /api/intake?name=fleet.csv", "GET /api/servers?limit=1000&offset=0&wave=wave-1",
        "POST /api/waves/wave-1/start");
    assertThat(out.toString()).contains("1 servers accepted, 0 rows rejected", "wave wave-1 start: done");
  }

  @Test
  void serversAreATableAndAsJsonWhatTheServiceSaid() {
    answer = "{\"total\":1,\"servers\":[{\"serverId\":\"web-001\",\"waveId\":\"wave-1\",\"stage\":\"TEST_PASSED\","
        + "\"serving\":\"SOURCE\"}]}";
    assertThat(run("server", "show", "--url", url())).isZero();
    assertThat(out.toString().lines()).anySatisfy(line ->
        assertThat(line).containsPattern("web-001 +wave-1 +TEST_PASSED +SOURCE"));
    out.getBuffer().setLength(0);
    assertThat(run("server", "show", "--json", "--url", url())).isZero();
    assertThat(out.toString()).contains("\"stage\":\"TEST_PASSED\"");
  }

  @Test
  void aServerIsShownWithItsListsAndItsTimeline() {
    answer = "{\"serverId\":\"web-001\",\"stage\":\"TEST_PASSED\",\"failedActions\":[\"Report (AWS-RunShellScript): no agent\",\"Join: denied\"],"
        + "\"deadLetters\":[],\"timeline\":[{\"occurredAt\":\"2026-11-22T10:00:00Z\",\"type\":\"TestPassed\",\"detail\":\"\"}]}";
    assertThat(run("server", "show", "web-001", "--url", url())).isZero();
    assertThat(out.toString().lines().map(String::strip)).anySatisfy(line -> assertThat(line).containsPattern("stage +TEST_PASSED"))
        .anySatisfy(line -> assertThat(line).containsPattern("failedActions +Report \\(AWS-RunShellScript\\): no agent"))
        .anySatisfy(line -> assertThat(line).containsPattern("failedActions +Join: denied"))
        .anySatisfy(line -> assertThat(line).containsPattern("10:00:00Z +TestPassed")).noneMatch(line -> line.startsWith("deadLetters"));
  }

  private void reply(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n"
        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    boolean no = exchange.getRequestURI().getPath().equals(refused);
    byte[] body = (no ? "{\"code\":\"CVY-1181\",\"message\":\"bound otherwise\",\"remedy\":\"look\"}" : answer)
        .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Location", "/api/commands/7");
    exchange.sendResponseHeaders(no ? 409 : status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String url() {
    return "http://127.0.0.1:" + inventory.getAddress().getPort();
  }

  private static CommandLine command() {
    return ConvoyCommand.commandLine((options, folder) -> {
      throw new LabFailure("no simulators here");
    });
  }

  private int run(String... args) {
    CommandLine line = command();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }
}
