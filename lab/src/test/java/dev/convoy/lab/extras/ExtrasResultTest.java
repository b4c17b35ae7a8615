package dev.convoy.lab.extras;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.PostLaunchAction;
import dev.convoy.inventory.environments.DeclaredAction;
import dev.convoy.inventory.environments.Environment;
import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.AwsCall;
import dev.convoy.lab.verify.AwsImage;
import dev.convoy.lab.verify.AwsJob;
import dev.convoy.lab.verify.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExtrasResultTest {
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "eu-central-1";
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final List<EventLine> events = new ArrayList<>();
  private final List<AwsCall> calls = new ArrayList<>();
  private final List<AwsJob> jobs = new ArrayList<>();
  private final List<AwsImage> images = new ArrayList<>();
  private boolean mustSucceed = true;

  private void event(String id, String type, Map<String, Object> more) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("round", 1);
    fields.put("occurredAt", START.plusSeconds(events.size()));
    events.add(new EventLine("convoy.test.events", 0, events.size(), id, type, fields));
  }

  private void registered(String id, OsFamily os) {
    event(id, "ServerRegistered", Map.of("waveId", "w1", "source", Map.of("osFamily", os, "site", "default")));
  }

  private void launched(String id, String type, String job, String instance, String... statuses) {
    event(id, type, Map.of("account", ACCOUNT, "region", REGION, "jobId", job, "instanceId", instance));
    jobs.add(new AwsJob(ACCOUNT, REGION, job, Set.of("s-" + id), START, Optional.of(START),
        Stream.of(statuses).map(status -> new AwsJob.Action(instance, "Report", status)).toList(), Map.of("s-" + id, instance)));
  }

  private void asked(String id, int attempt) {
    event(id, "ImageRequested", Map.of("attempt", attempt));
  }

  private void made(String operation) {
    calls.add(new AwsCall(START, "ec2", "CreateImage", ACCOUNT, REGION, List.of(), Map.of("convoy:operation", operation), true,
        Optional.empty(), Optional.empty(), false, Map.of(), Optional.empty()));
  }

  private ExtrasResult result() {
    var action = PostLaunchAction.newBuilder().setName("Report").setDocument("AWS-RunShellScript").setOrder(1001)
        .setTimeoutSeconds(600).setMustSucceed(mustSucceed).setParameters(Map.of()).build();
    var environment = new Environment("lab", ACCOUNT, REGION, null, "subnet-1", List.of(), "t3.small", null, List.of(), List.of(),
        List.of(), List.of(), Environment.Defaults.NONE, null,
        List.of(new DeclaredAction(action, OsFamily.LINUX, List.of(), List.of(), List.of(), List.of())));
    return new ExtrasResult(new Evidence(events, calls, List.of(), jobs, images, List.of(), START, true), List.of(environment), true);
  }

  @Test
  void whatIsDeclaredHasToHaveRunOnEachInstanceThatWasLaunched() {
    registered("web-1", OsFamily.LINUX);
    registered("win-1", OsFamily.WINDOWS);
    launched("web-1", "TestLaunched", "job-1", "i-1", "SUCCESS");
    launched("web-1", "CutoverLaunched", "job-2", "i-2");
    launched("win-1", "TestLaunched", "job-3", "i-3");
    assertThat(result().line()).isEqualTo("EXTRAS actions=1/2 images=0/0");
    assertThat(result().faults()).containsExactly("[CVY-9337] web-1: post-launch action Report is declared for it, but MGN says of i-2 in"
        + " job-2: it was not run; look at it with ./convoy server show");
  }

  @Test
  void oneThatFailedIsGoodOnlyWhereItNeedNotSucceed() {
    registered("web-1", OsFamily.LINUX);
    launched("web-1", "TestLaunched", "job-1", "i-1", "FAILED");
    assertThat(result().faults()).singleElement().asString().contains("FAILED");
    mustSucceed = false;
    assertThat(result().faults()).isEmpty();
  }

  @Test
  void anImageIsThereWhenEc2ShowsItAndNotWhenAServiceSaysSo() {
    registered("web-1", OsFamily.WINDOWS);
    event("web-1", "CutoverFinalized", Map.of());
    assertThat(result().faults()).singleElement().asString().startsWith("[CVY-9338] w1: no image was asked for");
    asked("web-1", 1);
    assertThat(result().faults()).singleElement().asString().contains("nobody has answered");
    event("web-1", "ImageCreated", Map.of("attempt", 1, "imageId", "ami-1", "account", ACCOUNT));
    assertThat(result().faults()).singleElement().asString().contains("EC2 does not show ami-1");
    images.add(new AwsImage(ACCOUNT, REGION, "ami-1", "available"));
    made("web-1:CreateImage:1:1");
    assertThat(result().faults()).isEmpty();
    assertThat(result().line()).isEqualTo("EXTRAS actions=0/0 images=1/1");
    made("web-1:CreateImage:1:1");
    assertThat(result().faults()).singleElement().asString().contains("EC2 made 2 images");
  }

  @Test
  void aFailureIsNoFaultWhereNothingIsValidatedAnyMore() {
    registered("web-1", OsFamily.WINDOWS);
    asked("web-1", 1);
    event("web-1", "ImageFailed", Map.of("attempt", 1, "code", "CVY-4174", "message", "i-1 is validated no longer"));
    assertThat(result().faults()).isEmpty();
    asked("web-1", 2);
    event("web-1", "ImageFailed", Map.of("attempt", 2, "code", "CVY-4172", "message", "image ami-1 is failed"));
    assertThat(result().faults()).singleElement().asString().contains("[CVY-4172] image ami-1 is failed");
  }
}
