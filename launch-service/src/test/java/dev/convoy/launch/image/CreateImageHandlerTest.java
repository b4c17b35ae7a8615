package dev.convoy.launch.image;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.launch.Operations;
import dev.convoy.launch.server.LaunchOperation.CreateImage;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.ImageSeen;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.target.HiddenException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

import static org.assertj.core.api.Assertions.assertThat;

class CreateImageHandlerTest {

  private static final CreateImage OPERATION =
      new CreateImage(Operations.header("web-1", "CreateImage"), Operations.ACCOUNT, "s-1", "i-1", "convoy-web-1-1-1");

  private final FakeImages account = new FakeImages();
  private final CreateImageHandler handler = new CreateImageHandler(account, Operations.TIMES, Operations.CLOCK);

  @Test
  void an_image_is_begun_and_told_when_seen_and_when_available() {
    assertThat(observe()).isInstanceOf(Observation.NotDone.class);
    assertThat(act()).isInstanceOf(Acted.Accepted.class);
    assertThat(account.begun).containsExactly("i-1 convoy-web-1-1-1 web-1");
    account.shows("pending");
    assertThat(((Observation.Running<LaunchOutcome>) observe()).progress()).isInstanceOfSatisfying(ImageSeen.class,
        image -> assertThat(image.available()).isFalse());
    account.shows("available");
    assertThat(ended()).isInstanceOfSatisfying(ImageSeen.class, image -> {
      assertThat(image.available()).isTrue();
      assertThat(image.snapshotIds()).containsExactly("snap-1");
      assertThat(image.encrypted()).isTrue();
    });
  }

  @Test
  void of_two_the_one_that_is_of_use_counts() {
    account.shows("failed", "pending", "available");
    assertThat(ended()).isInstanceOfSatisfying(ImageSeen.class, image -> assertThat(image.imageId()).isEqualTo("ami-3"));
  }

  @Test
  void an_image_that_fails_is_not_made_again() {
    account.shows("failed");
    assertThat(failure(ended())).satisfies(failure -> {
      assertThat(failure.code()).isEqualTo("CVY-4172");
      assertThat(failure.message()).contains("ami-1", "i-1", "no key");
      assertThat(failure.permanent()).isTrue();
    });
  }

  @Test
  void what_is_refused_may_pass_unless_it_is_the_name_or_the_permission() {
    for (var lasting : List.of("InvalidAMIName.Duplicate", "UnauthorizedOperation")) {
      account.answer = refused(lasting);
      assertThat(failure(((Acted.Ended<LaunchOutcome>) act()).outcome()).permanent()).as(lasting).isTrue();
    }
    account.answer = refused("IncorrectState");
    assertThat(failure(((Acted.Ended<LaunchOutcome>) act()).outcome())).satisfies(failure -> {
      assertThat(failure.code()).isEqualTo("CVY-4171");
      assertThat(failure.permanent()).isFalse();
    });
  }

  @Test
  void a_call_whose_answer_is_not_known_is_looked_for() {
    account.answer = new Answer.Unknown<>("reset");
    assertThat(act()).isInstanceOf(Acted.Unknown.class);
    account.answer = new Answer.Throttled<>(Duration.ofSeconds(2));
    assertThat(act()).isInstanceOf(Acted.NotAccepted.class);
    assertThat(handler.absenceAfter()).isEqualTo(Operations.TIMES.absenceAfter());
  }

  @Test
  void what_we_may_not_look_at_is_not_made() {
    account.hidden = true;
    assertThat(failure(ended()).code()).isEqualTo("CVY-4171");
    assertThat(failure(ended()).permanent()).isTrue();
  }

  private static Answer<String> refused(String code) {
    return new Answer.Refused<>(code, "no", AwsServiceException.builder().message("no").build());
  }

  private Observation<LaunchOutcome> observe() {
    return handler.observe(List.of(OPERATION)).get(OPERATION.id());
  }

  private LaunchOutcome ended() {
    return ((Observation.Ended<LaunchOutcome>) observe()).outcome();
  }

  private Acted<LaunchOutcome> act() {
    return handler.act(List.of(OPERATION)).get(OPERATION.id());
  }

  private static Failure failure(LaunchOutcome outcome) {
    return ((StepFailed) outcome).failure();
  }

  /** Images of an account. */
  private static final class FakeImages implements ImageGateway {

    final List<String> begun = new ArrayList<>();
    final Map<OperationId, List<MachineImage>> images = new HashMap<>();
    Answer<String> answer = new Answer.Ok<>("ami-1");
    boolean hidden;

    void shows(String... states) {
      var all = new ArrayList<MachineImage>();
      for (var state : states) {
        all.add(new MachineImage("ami-" + (all.size() + 1), OPERATION.name(), state, state.equals("failed") ? "no key" : "",
            List.of("snap-1"), true));
      }
      images.put(OPERATION.id(), all);
    }

    @Override
    public Answer<String> create(AccountKey account, String instanceId, String name, String serverId, OperationId operation) {
      begun.add(instanceId + " " + name + " " + serverId);
      return answer;
    }

    @Override
    public Map<OperationId, List<MachineImage>> images(AccountKey account, Collection<OperationId> operations) {
      if (hidden) {
        throw new HiddenException("DescribeImages was refused: UnauthorizedOperation", new IllegalStateException());
      }
      return images;
    }
  }
}
