package dev.convoy.launch.adapter.hook;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsMode;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.aws.OutsideOfAws;
import dev.convoy.kit.aws.PlannedCalls;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.LastLook;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.names.NameGateway.Changed;
import dev.convoy.launch.names.NameGateway.Found;
import dev.convoy.launch.names.NameGateway.RefusedException;
import dev.convoy.launch.names.NameGateway.Replacement;
import dev.convoy.launch.server.NameRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Answers of real programs, and what is made of them. What they do to a zone is shown by the contract that the lab has for all gateways. */
class HookNameGatewayTest {

  private static final AccountKey ACCOUNT = new AccountKey("111122223333", "eu-central-1", null);
  private static final String ZONE = "hook:bind/example.org";
  private static final List<Replacement> CHANGE = List.of(new Replacement(OperationId.of("web-1", "ChangeNames", 1, 2), "web.example.org",
      new NameRecord("192.0.2.10", 60), NameRecord.NONE, "v7"));

  @TempDir
  private Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PlannedCalls planned = new PlannedCalls(Clock.systemUTC());

  private HookNameGateway gateway(AwsMode mode, Duration limit, String text) throws IOException {
    var file = folder.resolve("hook");
    Files.writeString(file, "#!/bin/sh\ncat > " + folder.resolve("asked") + "\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    var settings = new AwsSettings(null, Duration.ofSeconds(1), 1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, mode,
        List.of());
    return new HookNameGateway(new NameHooks(Map.of("bind", new NameHooks.Hook(file.toString(), null, null, limit, 1))),
        new OutsideOfAws(settings, planned), Map.of("PATH", "/usr/bin:/bin"), meters);
  }

  private HookNameGateway gateway(String text) throws IOException {
    return gateway(AwsMode.ACT, Duration.ofSeconds(30), text);
  }

  private HookNameGateway answering(String json) throws IOException {
    return gateway("printf '%s' '" + json + "'");
  }

  private Found read(HookNameGateway gateway) throws InterruptedException {
    return gateway.read(ACCOUNT, ZONE, List.of("web.example.org")).get("web.example.org");
  }

  @Test
  void itIsAskedInJsonAndWhatItAnswersIsTakenAsOfRoute53() throws Exception {
    var found = read(answering("{\"records\": [{\"name\": \"Web.example.org.\", \"type\": \"A\", \"ttl\": 300, \"values\": [\"192.0.2.10\"],"
        + " \"version\": \"17\"}, {\"name\": \"other.example.org\", \"type\": \"A\", \"ttl\": 1, \"values\": [\"192.0.2.1\"]}]}"));
    assertThat(found).isEqualTo(new Found(new NameRecord("192.0.2.10", 300), null, "17"));
    var asked = JsonMapper.shared().readTree(Files.readString(folder.resolve("asked")));
    assertThat(asked).isEqualTo(JsonMapper.shared().readTree("{\"version\": 1, \"operation\": \"read\", \"zone\": \"example.org\","
        + " \"account\": \"111122223333\", \"region\": \"eu-central-1\", \"names\": [\"web.example.org\"]}"));
    assertThat(read(answering("{\"records\": []}"))).isEqualTo(new Found(NameRecord.NONE, null, null));
    assertThat(read(answering("{\"records\": [{\"name\": \"web.example.org\", \"type\": \"CNAME\", \"ttl\": 1, \"values\": [\"a.example.org\"]}]}"))
        .foreign()).isEqualTo("a record of type CNAME");
    assertThat(read(answering("{\"records\": [{\"name\": \"web.example.org\", \"type\": \"A\", \"ttl\": 1, \"values\": [\"192.0.2.1\"],"
        + " \"foreign\": \"a policy of its own\"}]}"))).isEqualTo(new Found(NameRecord.NONE, "a policy of its own", null));
  }

  @Test
  void aChangeSaysWhatIsThereWhatIsToBeAndForWhichOperation() throws Exception {
    assertThat(answering("{\"change\": \"42\"}").replace(ACCOUNT, ZONE, CHANGE)).isEqualTo(new Changed.Sent("42"));
    var asked = JsonMapper.shared().readTree(Files.readString(folder.resolve("asked")));
    assertThat(asked.path("changes")).isEqualTo(JsonMapper.shared().readTree("[{\"operation\": \"web-1:ChangeNames:1:2\","
        + " \"name\": \"web.example.org\", \"version\": \"v7\", \"from\": {\"type\": \"A\", \"ttl\": 60, \"values\": [\"192.0.2.10\"]},"
        + " \"to\": null}]"));
    assertThat(answering("{\"inSync\": false}").isEverywhere(ACCOUNT, ZONE, "42")).isFalse();
    assertThat(answering("{\"inSync\": true}").isEverywhere(ACCOUNT, ZONE, "42")).isTrue();
    assertThat(answering("{}").replace(ACCOUNT, ZONE, CHANGE)).as("nothing to ask by").isEqualTo(new Changed.Sent(""));
    assertThat(gateway("exit 77").isEverywhere(ACCOUNT, ZONE, "")).isTrue();
  }

  @Test
  void exitCodesSayWhetherItIsTriedAgain() throws Exception {
    var later = gateway("echo zone frozen >&2; exit 75");
    assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> read(later)).withMessageContaining("zone frozen");
    assertThat(later.replace(ACCOUNT, ZONE, CHANGE)).isEqualTo(new Changed.Later(null));
    var never = gateway("echo not allowed >&2; exit 77");
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> read(never)).satisfies(e -> {
      assertThat(e.failure().code()).isEqualTo("CVY-4409");
      assertThat(e.failure().permanent()).isTrue();
      assertThat(e.failure().message()).contains("hook bind", "example.org", "not allowed");
    });
    assertThat(never.replace(ACCOUNT, ZONE, CHANGE)).isInstanceOfSatisfying(Changed.Refused.class,
        refused -> assertThat(refused.failure().permanent()).isTrue());
    assertThat(gateway("exit 65").replace(ACCOUNT, ZONE, CHANGE)).isInstanceOfSatisfying(Changed.Refused.class, refused -> {
      assertThat(refused.failure().code()).isEqualTo("CVY-4408");
      assertThat(refused.failure().permanent()).isFalse();
    });
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> read(gateway("exit 65")));
    assertThat(meters.find("convoy.names.hook").tag("result", "refused").timers()).hasSize(2);
  }

  @Test
  void aChangeThatFailsOtherwiseMayHaveHappened() throws Exception {
    assertThat(gateway("exit 1").replace(ACCOUNT, ZONE, CHANGE)).isInstanceOfSatisfying(Changed.Unknown.class, unknown -> {
      assertThat(unknown.failure()).isNotNull();
      assertThat(unknown.failure().code()).isEqualTo("CVY-4407");
    });
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> read(gateway("exit 1")))
        .satisfies(e -> assertThat(e.failure().permanent()).isFalse());
    assertThatExceptionOfType(UnreachableException.class).as("a signal").isThrownBy(() -> read(gateway("kill -9 $$")));
    var slow = gateway(AwsMode.ACT, Duration.ofMillis(300), "sleep 600");
    assertThatExceptionOfType(UnreachableException.class).isThrownBy(() -> read(slow)).withMessageContaining("300 ms");
    assertThat(slow.replace(ACCOUNT, ZONE, CHANGE)).isInstanceOf(Changed.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"records\": 1}", "{\"records\": [{}]}", "not json",
      "{\"records\": [{\"name\": \"web.example.org\", \"type\": \"A\", \"ttl\": 1, \"values\": [\"1.2.3.4; rm\"]}]}",
      "{\"records\": [{\"name\": \"web.example.org\", \"type\": \"A\", \"ttl\": -1, \"values\": [\"192.0.2.1\"]}]}",
      "{\"records\": [{\"name\": \"web.example.org\", \"type\": \"A\", \"ttl\": \"1\", \"values\": [\"192.0.2.1\"]}]}",
      "{\"records\": [{\"name\": \"web.example.org\", \"type\": \"A\", \"ttl\": 1, \"values\": [\"192.0.2.1\"], \"version\": \"\\u001b[2J\"}]}"})
  void whatIsNotAgreedIsNotTaken(String answer) throws Exception {
    var file = folder.resolve("answer");
    Files.writeString(file, answer);
    var gateway = gateway("cat " + file);
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> read(gateway))
        .satisfies(e -> assertThat(e.failure().code()).isEqualTo("CVY-4407"));
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> gateway.isEverywhere(ACCOUNT, ZONE, "1"));
  }

  @Test
  void inAnAccountThatIsOnlyObservedItIsNeverAskedForAChange() throws Exception {
    var gateway = gateway(AwsMode.OBSERVE, Duration.ofSeconds(30), "echo '{\"records\": []}'");
    assertThat(read(gateway).record()).isEqualTo(NameRecord.NONE);
    Files.delete(folder.resolve("asked"));
    assertThat(gateway.replace(ACCOUNT, ZONE, CHANGE)).isInstanceOf(Changed.Later.class);
    assertThat(folder.resolve("asked")).doesNotExist();
    assertThat(planned.of("111122223333", "eu-central-1")).singleElement().satisfies(call -> {
      assertThat(call.service()).isEqualTo("hook:bind");
      assertThat(call.operation()).isEqualTo("change");
      assertThat(call.parameters()).contains("web.example.org");
    });
  }

  @Test
  void whoHasLostTheRightToChangeAnythingDoesNotRunIt() throws Exception {
    var gateway = answering("{}");
    assertThat(LastLook.<Changed, InterruptedException>under(() -> false, () -> gateway.replace(ACCOUNT, ZONE, CHANGE)))
        .isEqualTo(new Changed.Later(null));
    assertThat(folder.resolve("asked")).doesNotExist();
  }

  @Test
  void aHookThatIsNotConfiguredOrGoneIsNamed() throws Exception {
    var gateway = answering("{}");
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> gateway.read(ACCOUNT, "hook:infoblox/example.org", List.of("web.example.org")))
        .satisfies(e -> assertThat(e.failure().code()).isEqualTo("CVY-4406"));
    Files.delete(folder.resolve("hook"));
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> read(gateway)).withMessageContaining("could not be started");
    assertThatIllegalArgumentException().isThrownBy(() -> new NameHooks(Map.of("x", new NameHooks.Hook("hook", null, null, null, null))))
        .withMessageStartingWith("[CVY-4410] convoy.launch.name-hooks.x.program is not the absolute path");
    assertThatIllegalArgumentException().isThrownBy(() -> new NameHooks(Map.of("x", new NameHooks.Hook(null, null, null, null, null))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NameHooks(Map.of("x", new NameHooks.Hook("/bin/sh", null, null, null, 0))))
        .withMessageContaining("at-once");
  }
}
