package dev.convoy.agent.host;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostCheck;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Until;
import dev.convoy.agent.remote.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LinuxHostScriptTest {

  private static final OperationName FIRST = new OperationName("web-014:install:1:1");
  private static final OperationName SECOND = new OperationName("web-014:quiesce:1:1");

  private final Path temp;

  LinuxHostScriptTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private HostSession session(String shell) {
    return new HostSession(new LocalShell(temp.resolve("convoy"), shell), Clock.systemUTC());
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30));
  }

  private static ProgramSpec program(String text, Map<String, String> environment) {
    return new ProgramSpec(ProgramSpec.Kind.INSTALL, text, environment, Duration.ofSeconds(60));
  }

  private Path folder(OperationName operation) {
    return temp.resolve("convoy/ops").resolve(operation.value());
  }

  private static OperationState.Ended end(HostSession session, OperationName operation) throws Exception {
    return (OperationState.Ended) Until.holds(
        () -> session.status(operation, soon()), state -> state instanceof OperationState.Ended);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void aCheckSeesThisMachineAndAltersNothing(String shell) throws Exception {
    CheckReport report = session(shell).check(new CheckRequest("127.0.0.1:1", "", "", 1, 2_000_000_000, 1, 1, "", Map.of()), soon());

    assertThat(report.checks()).extracting(HostCheck::name).contains("root", "os", "arch", "python", "root-space",
        "tmp-space", "boot-space", "tmp-exec", "ram", "mgn-443", "other-agent", "clock-skew")
        .doesNotContain("s3-443", "staging-1500");
    assertThat(report.failures()).extracting(CheckReport.Finding::code).contains("CVY-2207", "CVY-2211");
    assertThat(report.profile().hostname()).isNotEmpty();
    assertThat(report.profile().kernel()).isEqualTo(System.getProperty("os.version"));
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void aProgramRunsOnceAndItsEndIsKept(String shell) throws Exception {
    HostSession session = session(shell);
    Path gate = temp.resolve("gate");
    Path runs = temp.resolve("runs");
    ProgramSpec program = program(
        "echo run >> '" + runs + "'; until [ -e '" + gate + "' ]; do sleep 0.05; done; echo bye; exit 7", Map.of());

    assertThat(session.status(FIRST, soon())).isInstanceOf(OperationState.Absent.class);
    assertThat(session.start(FIRST, program, soon())).isInstanceOf(OperationState.Running.class);
    assertThat(session.status(FIRST, soon())).isInstanceOf(OperationState.Running.class);
    assertThat(session.start(FIRST, program, soon())).isInstanceOf(OperationState.Running.class);
    assertThat(session.start(SECOND, program, soon())).isEqualTo(new OperationState.Busy(FIRST.value()));
    Files.createFile(gate);

    assertThat(end(session, FIRST)).isEqualTo(new OperationState.Ended(7, "bye\n"));
    assertThat(session.start(FIRST, program, soon())).isEqualTo(new OperationState.Ended(7, "bye\n"));
    assertThat(Files.readAllLines(runs)).containsExactly("run");
    assertThat(session.start(SECOND, program, soon())).isInstanceOf(OperationState.Running.class);
    assertThat(end(session, SECOND).exit()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void whatAProgramPrintsOfItsSecretsIsNotKept(String shell) throws Exception {
    HostSession session = session(shell);
    ProgramSpec program = program("""
        echo "called with --key $AWS_SECRET_ACCESS_KEY, --token '$AWS_SESSION_TOKEN' in $AWS_REGION"
        echo "$AWS_SECRET_ACCESS_KEY$AWS_SECRET_ACCESS_KEY"
        """, Map.of("AWS_SECRET_ACCESS_KEY", "canary.4711\\&*", "AWS_SESSION_TOKEN", "lemon$(id)",
            "AWS_REGION", "eu-central-1"));

    session.start(FIRST, program, soon());

    assertThat(end(session, FIRST).output())
        .isEqualTo("called with --key ***, --token '***' in eu-central-1\n******\n");
  }

  /** Looks at every command line of this machine from before a program is handed over until after its end. */
  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void noCommandLineHoldsASecretAtAnyMoment(String shell) throws Exception {
    HostSession session = session(shell);
    ProgramSpec program = InstallPrograms.linux(
        new InstallRequest("web-014", "eu-central-1", "127.0.0.1", "", Duration.ofSeconds(60)),
        new InstallCredentials("ASIAEXAMPLE", "canary-4711-secret", "canary-4711-token"));
    String plain = "canary-4711";
    String encoded = Base64.getEncoder().encodeToString("canary-4711".getBytes(StandardCharsets.US_ASCII))
        .substring(0, 12);
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    Thread looking = Thread.ofPlatform().start(() -> {
      while (!done.get()) {
        CommandLines.now().forEach(seen::add);
      }
    });

    session.start(FIRST, program, soon());
    OperationState.Ended ended = end(session, FIRST);
    done.set(true);
    looking.join();

    assertThat(ended.exit()).isEqualTo(10);
    assertThat(seen).anySatisfy(line -> assertThat(line).contains("-s -- start " + FIRST.value()))
        .noneSatisfy(line -> assertThat(line).containsAnyOf(plain, encoded));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void secretsAreOnNoCommandLineAndInNoFileOnceTheProgramRuns(String shell) throws Exception {
    HostSession session = session(shell);
    String secret = "canary-4711'\"$(id)";
    ProgramSpec program = program("""
        echo "got ${#AWS_SECRET_ACCESS_KEY}"
        cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -c "canary[-]4711"
        """, Map.of("AWS_SECRET_ACCESS_KEY", secret));

    session.start(FIRST, program, soon());
    OperationState.Ended ended = end(session, FIRST);

    assertThat(ended.output()).isEqualTo("got " + secret.length() + "\n0\n");
    assertThat(folder(FIRST).resolve("env")).doesNotExist();
    try (Stream<Path> files = Files.walk(temp)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain("canary-4711");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void aKilledProgramIsLostAndNotEnded(String shell) throws Exception {
    HostSession session = session(shell);
    session.start(FIRST, program("exec sleep 600", Map.of()), soon());
    long runner = pid(folder(FIRST).resolve("pid"));
    Until.holds(() -> Files.exists(folder(FIRST).resolve("child")), there -> there);
    long child = pid(folder(FIRST).resolve("child"));

    ProcessHandle.of(runner).ifPresent(ProcessHandle::destroyForcibly);
    assertThat(session.status(FIRST, soon())).isInstanceOf(OperationState.Running.class);
    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);

    Until.holds(() -> session.status(FIRST, soon()), state -> state instanceof OperationState.Lost);
    assertThat(session.start(FIRST, program("echo again", Map.of()), soon())).isInstanceOf(OperationState.Lost.class);
    assertThat(session.start(SECOND, program("echo other", Map.of()), soon()))
        .isInstanceOf(OperationState.Running.class);
    assertThat(end(session, SECOND).output()).isEqualTo("other\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void aProgramThatTakesTooLongIsEnded(String shell) throws Exception {
    HostSession session = session(shell);
    session.start(FIRST, new ProgramSpec(
        ProgramSpec.Kind.QUIESCE, "sleep 600", Map.of(), Duration.ofSeconds(1)), soon());
    assertThat(end(session, FIRST).exit()).isEqualTo(ProgramSpec.EXIT_TIMED_OUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void aDaemonThatKeepsTheOutputOpenHoldsNothingUp(String shell) throws Exception {
    HostSession session = session(shell);
    session.start(FIRST, program("sleep 600 & echo $!", Map.of()), soon());
    String daemon = end(session, FIRST).output().strip();
    assertThat(ProcessHandle.of(Long.parseLong(daemon)).map(ProcessHandle::destroyForcibly)).contains(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void outputIsBoundedToItsEnd(String shell) throws Exception {
    HostSession session = session(shell);
    session.start(FIRST, program("awk 'BEGIN { for (i = 0; i < 300000; i++) print \"line \" i }'", Map.of()), soon());
    OperationState.Ended ended = end(session, FIRST);
    assertThat(ended.output()).hasSize(16384).endsWith("line 299999\n");
    assertThat(Files.size(folder(FIRST).resolve("output"))).isEqualTo(16384);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void twoHundredRandomValuesArriveAsTheyWereSent(String shell) throws Exception {
    long seed = new Random().nextLong();
    Map<String, String> values = new HashMap<>();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      values.put("VALUE_" + i, value(random));
    }
    HostSession session = session(shell);
    session.start(FIRST, program("i=0; while [ $i -lt 200 ]; do eval \"printf '%s' \\\"\\$VALUE_$i\\\" > "
        + temp + "/$i\"; i=$((i + 1)); done", values), soon());

    assertThat(end(session, FIRST)).as("seed %d", seed).isEqualTo(new OperationState.Ended(0, ""));
    for (int i = 0; i < 200; i++) {
      assertThat(Files.readString(temp.resolve(Integer.toString(i)))).as("seed %d, value %d", seed, i)
          .isEqualTo(values.get("VALUE_" + i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void aProgramTextWithTheEndMarkAndQuotesArrivesWhole(String shell) throws Exception {
    HostSession session = session(shell);
    session.start(FIRST,
        program("cat <<'CONVOY_PAYLOAD'\nCONVOY 'x' \"y\" `z` $HOME ü\nCONVOY_PAYLOAD\n", Map.of()), soon());
    assertThat(end(session, FIRST).output()).isEqualTo("CONVOY 'x' \"y\" `z` $HOME ü\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void aLockOfADeadStarterIsTakenOver(String shell) throws Exception {
    Path lock = Files.createDirectories(temp.resolve("convoy/lock"));
    Files.writeString(lock.resolve("pid"), "999999 1 unknown\n");
    HostSession session = session(shell);
    session.start(FIRST, program("echo ran", Map.of()), soon());
    assertThat(end(session, FIRST).output()).isEqualTo("ran\n");
    assertThat(lock).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a b", "a;b", "$(id)", "", "-x", "a/b", "a\nb"})
  void namesThatCouldBeAnythingElseAreRefused(String name) {
    assertThatThrownBy(() -> new OperationName(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash"})
  void anEnvironmentNameThatIsNoneIsRefusedByTheHostToo(String shell) {
    LocalShell host = new LocalShell(temp.resolve("convoy"), shell);
    Payload payload = Payload.EMPTY.with("kind", "install").with("timeout-seconds", "1")
        .with("program", "true").with("env.A.B", "x");
    assertThatThrownBy(() -> host.call(Verb.START, FIRST, payload, soon()))
        .isInstanceOf(PushFailure.class).hasMessageContaining("not a name of an environment variable");
    assertThat(folder(FIRST)).doesNotExist();
  }

  private static String value(Random random) {
    List<String> alphabet = List.of("'", "\"", "\\", "\n", "\t", " ", "$", "`", "$(id)", "%", "!", "*", "a", "é", "字",
        "\uD83D\uDE80", "CONVOY_PAYLOAD\n", "-", "#", ";", "&", "|", "<", ">", "\r", "\u0001", "\u2019");
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      text.append(alphabet.get(random.nextInt(alphabet.size())));
    }
    return text.toString();
  }

  private static long pid(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).split(" ", 2)[0]);
  }
}
