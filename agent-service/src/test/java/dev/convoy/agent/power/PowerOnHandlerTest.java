package dev.convoy.agent.power;

import dev.convoy.agent.power.PowerHooks.Hook;
import dev.convoy.agent.server.AgentOperation.PowerOnSource;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class PowerOnHandlerTest {

  private static final String SECRET = "canary-Zq8Ipmi";
  private static final Map<String, String> OWN =
      Map.of("PATH", "/usr/bin:/bin", "IPMI_PASSWORD", SECRET, "OTHER_SECRET", "not-for-hooks");

  @TempDir Path folder;

  private Hook hook(String text, Duration timeout) throws IOException {
    var file = folder.resolve("power-on");
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new Hook(file.toString(), List.of("$(touch " + folder.resolve("injected") + ")", "; exit 0"),
        List.of("IPMI_PASSWORD"), timeout);
  }

  private static PowerOnHandler handler(Map<String, Hook> hooks) {
    return new PowerOnHandler(new PowerHooks(hooks), OWN, Clock.systemUTC(), Duration.ofSeconds(15));
  }

  private static PowerOnSource powerOn(boolean asked) {
    return new PowerOnSource(PowerFixture.header("PowerOnSource"), PowerFixture.source(), asked);
  }

  private static Observation<AgentOutcome> look(PowerOnHandler handler, boolean asked) {
    return handler.observe(List.of(powerOn(asked))).get(powerOn(asked).id());
  }

  private AgentOutcome ran(String text, Duration timeout) throws IOException {
    var handler = handler(Map.of("default", hook(text, timeout)));
    assertThat(look(handler, false)).as("who is to run it says so first").isInstanceOfSatisfying(Observation.Running.class,
        running -> assertThat(running.progress()).isInstanceOf(AgentOutcome.Begun.class));
    assertThat(look(handler, true)).isInstanceOf(Observation.NotDone.class);
    assertThat(handler.act(List.of(powerOn(true))).values()).containsExactly(new Acted.Accepted<>());
    await().atMost(Duration.ofSeconds(20)).until(() -> look(handler, true) instanceof Observation.Ended);
    return ((Observation.Ended<AgentOutcome>) look(handler, true)).outcome();
  }

  private static Failure failure(AgentOutcome outcome) {
    assertThat(outcome).isInstanceOf(AgentOutcome.Failed.class);
    return ((AgentOutcome.Failed) outcome).failure();
  }

  @Test
  void aHookIsToldOfTheHostByItsEnvironmentAndNothingElse() throws IOException {
    var outcome = ran("echo \"$CONVOY_SERVER_ID $CONVOY_FQDN $CONVOY_ADDRESS $CONVOY_SITE $CONVOY_OPERATION\"\n"
        + "echo \"$IPMI_PASSWORD ${OTHER_SECRET:-none} $#\"", null);
    assertThat(outcome).isInstanceOfSatisfying(AgentOutcome.HookRan.class, done -> assertThat(done.evidence())
        .isEqualTo("web-1 web-1.example 127.0.0.1 default web-1:PowerOnSource:1:1 | *** none 2"));
    assertThat(folder.resolve("injected")).doesNotExist();
  }

  @Test
  void aHookThatFailsIsToldWithItsLastWordsAndWithoutItsSecrets() throws IOException {
    var failure = failure(ran("echo \"login with $IPMI_PASSWORD refused\" >&2; exit 7", null));
    assertThat(failure.code()).isEqualTo("CVY-2422");
    assertThat(failure.message()).isEqualTo("its power-on hook ended with exit code 7: login with *** refused");
    assertThat(failure.permanent()).isFalse();
  }

  @Test
  void aHookThatHangsIsEndedWithItsChildren() throws IOException {
    var failure = failure(ran("sleep 600 & echo $! > " + folder.resolve("child") + "; wait", Duration.ofSeconds(1)));
    assertThat(failure.code()).isEqualTo("CVY-2422");
    assertThat(failure.message()).contains("did not end in time");
    var child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    await().atMost(Duration.ofSeconds(10))
        .until(() -> ProcessHandle.of(child).map(each -> !each.isAlive()).orElse(true));
  }

  @Test
  void aHookThatPrintsWithoutEndIsHeldToItsLastWords() throws IOException {
    assertThat(ran("head -c 10000000 /dev/zero | tr '\\0' x; echo; echo done", null))
        .isInstanceOfSatisfying(AgentOutcome.HookRan.class, done ->
            assertThat(done.evidence()).hasSizeLessThan(450).endsWith("done"));
  }

  @Test
  void withoutAHookAPersonIsTold() {
    var failure = failure(((Observation.Ended<AgentOutcome>) look(handler(Map.of()), false)).outcome());
    assertThat(failure.code()).isEqualTo("CVY-2420");
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.remedy()).contains("by hand", "convoy.agent.power-on.default");
  }

  @Test
  void whatAnotherHasBegunIsNotRunAgainInTheSameAttempt() throws IOException {
    var handler = handler(Map.of("default", hook("echo never", null)));
    var failure = failure(((Observation.Ended<AgentOutcome>) look(handler, true)).outcome());
    assertThat(failure.code()).isEqualTo("CVY-2423");
    assertThat(failure.permanent()).isFalse();
  }

  @Test
  void aHookThatCannotBeStartedFailsItsAttempt() throws IOException {
    var hook = hook("true", null);
    var handler = handler(Map.of("default", hook));
    look(handler, false);
    Files.writeString(folder.resolve("power-on"), "#!/nowhere\n");
    assertThat(handler.act(List.of(powerOn(true))).values()).singleElement()
        .isInstanceOfSatisfying(Acted.Ended.class, ended ->
            assertThat(failure((AgentOutcome) ended.outcome()).code()).isEqualTo("CVY-2422"));
  }

  @Test
  void aSiteHasItsOwnHookOrTheDefault() throws IOException {
    var own = hook("true", null);
    var usual = new Hook(own.program(), null, null, Duration.ofSeconds(5));
    assertThat(new PowerHooks(Map.of("dmz", own, "default", usual)).of("dmz")).contains(own);
    assertThat(new PowerHooks(Map.of("dmz", own, "default", usual)).of("elsewhere")).contains(usual);
    assertThat(new PowerHooks(Map.of("dmz", own)).of("elsewhere")).isEmpty();
  }

  @Test
  void aHookThatCannotBeIsRefusedByItsProperty() throws IOException {
    var good = hook("true", null);
    refused(new Hook(null, null, null, null), "convoy.agent.power-on.dmz.program is missing");
    refused(new Hook("power-on", null, null, null), "convoy.agent.power-on.dmz.program is not the absolute path");
    refused(new Hook("/nowhere/power-on", null, null, null), "not the absolute path of an executable file");
    refused(new Hook(good.program(), null, List.of("A=B"), null), "convoy.agent.power-on.dmz.pass");
    refused(new Hook(good.program(), null, null, Duration.ZERO), "convoy.agent.power-on.dmz.timeout");
  }

  private static void refused(Hook hook, String why) {
    assertThatThrownBy(() -> new PowerHooks(Map.of("dmz", hook))).hasMessageStartingWith("[CVY-2424]")
        .hasMessageContaining(why);
  }
}
