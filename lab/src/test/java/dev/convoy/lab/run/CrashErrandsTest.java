package dev.convoy.lab.run;

import dev.convoy.events.common.Stage;
import java.io.PrintStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class CrashErrandsTest {
  private final List<String> asked = new ArrayList<>();
  private Optional<RuntimeException> answer = Optional.empty();
  private final CrashErrands errands = new CrashErrands((server, command, body) -> {
    asked.add(server + " " + command + (body.containsKey("end") ? " end" : ""));
    answer.ifPresent(failure -> {
      throw failure;
    });
  }, new PrintStream(PrintStream.nullOutputStream()));

  private static ServerLine at(String id, Stage stage) {
    return new ServerLine(id, "w1", "", "REHOST", stage, Instant.EPOCH, "SOURCE", "", "", Optional.empty(), false);
  }

  private static List<ServerLine> all(int servers, Stage stage) {
    return IntStream.range(0, servers).mapToObj(each -> at("s" + each, stage)).toList();
  }

  @Test
  void anAccountIsMadeBeforeTheTestAndEndedAfterIt() {
    errands.run(List.of(at("a", Stage.AGENT_INSTALLED)), Set.of("OpenBreakGlass"), 0, Set.of());
    errands.run(List.of(at("a", Stage.TEST_PASSED)), Set.of(), 0, Set.of());
    assertThat(asked).containsExactly("a break-glass", "a break-glass end");
  }

  @Test
  void oneOfSixIsWithdrawnOneAfterTheOtherButNoneOfWhichSomethingIsExpected() {
    var servers = all(12, Stage.REPLICATION_HEALTHY);
    var staying = Set.of("s0", "s2");
    errands.run(servers, Set.of("RemoveAgent"), 0, staying);
    errands.run(servers, Set.of("RemoveAgent"), 0, staying);
    assertThat(asked).as("the agent of the first is not removed yet").containsExactly("s1 withdraw");
    errands.run(servers, Set.of("RemoveAgent"), 1, staying);
    errands.run(servers, Set.of("RemoveAgent"), 2, staying);
    assertThat(asked).containsExactly("s1 withdraw", "s3 withdraw");
    assertThat(errands.withdrawn()).isEqualTo(2);
  }

  @Test
  void whereNothingIsMissingNothingIsAsked() {
    errands.run(all(6, Stage.REPLICATION_HEALTHY), Set.of("StartTest"), 0, Set.of());
    assertThat(asked).isEmpty();
  }

  @Test
  void whoIsRefusedIsNotAskedAgainAndDoesNotCount() {
    answer = Optional.of(Refusal.of(URI.create("http://127.0.0.1/"), 409,
        JsonMapper.shared().readTree("{\"code\":\"CVY-1106\",\"message\":\"not now\"}")));
    errands.run(all(1, Stage.REPLICATION_HEALTHY), Set.of("RemoveAgent"), 0, Set.of());
    errands.run(all(1, Stage.REPLICATION_HEALTHY), Set.of("RemoveAgent"), 0, Set.of());
    assertThat(asked).containsExactly("s0 withdraw");
    assertThat(errands.withdrawn()).isZero();
  }

  @Test
  void withoutAnAnswerItIsAskedAgain() {
    answer = Optional.of(new LabFailure("[CVY-9216] no answer"));
    errands.run(all(1, Stage.REPLICATION_HEALTHY), Set.of("RemoveAgent"), 0, Set.of());
    answer = Optional.empty();
    errands.run(all(1, Stage.REPLICATION_HEALTHY), Set.of("RemoveAgent"), 0, Set.of());
    assertThat(asked).containsExactly("s0 withdraw", "s0 withdraw");
    assertThat(errands.withdrawn()).isOne();
  }
}
