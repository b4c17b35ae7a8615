package dev.convoy.launch.server;

import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.events.launch.ImageCreated;
import dev.convoy.events.launch.ImageFailed;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.LifecycleChecks;
import dev.convoy.launch.server.LaunchOperation.ArchiveServer;
import dev.convoy.launch.server.LaunchOperation.ConfigureLaunch;
import dev.convoy.launch.server.LaunchOperation.CreateImage;
import dev.convoy.launch.server.LaunchOperation.MarkReadyForCutover;
import dev.convoy.launch.server.LaunchOperation.StartTest;
import dev.convoy.launch.server.LaunchOperation.StopTarget;
import dev.convoy.launch.server.LaunchOperation.TerminateTest;
import dev.convoy.launch.slots.Purpose;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.schemas.serde.RecordSerde;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static dev.convoy.launch.server.Facts.TARGET_INSTANCE;
import static dev.convoy.launch.server.Facts.TEST_INSTANCE;
import static dev.convoy.launch.server.Facts.accepted;
import static dev.convoy.launch.server.Facts.configured;
import static dev.convoy.launch.server.Facts.cutoverAuthorized;
import static dev.convoy.launch.server.Facts.done;
import static dev.convoy.launch.server.Facts.failed;
import static dev.convoy.launch.server.Facts.failedForGood;
import static dev.convoy.launch.server.Facts.held;
import static dev.convoy.launch.server.Facts.imageRequested;
import static dev.convoy.launch.server.Facts.imageSeen;
import static dev.convoy.launch.server.Facts.launched;
import static dev.convoy.launch.server.Facts.resumed;
import static dev.convoy.launch.server.Facts.retest;
import static dev.convoy.launch.server.Facts.rollBackNow;
import static dev.convoy.launch.server.Facts.slot;
import static dev.convoy.launch.server.Facts.testAccepted;
import static dev.convoy.launch.server.Facts.testKept;
import static dev.convoy.launch.server.Facts.testPassed;
import static dev.convoy.launch.server.Facts.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

/** Machine images of validated instances, which people ask for. */
class ImagesTest {

  private static final Set<String> VISITED = DeciderScenario.coverage();
  private static final Duration KEEP = Duration.ofDays(2);

  @AfterAll
  static void every_row_was_visited() throws IOException {
    LifecycleChecks.everyRowVisited(Journey.DECIDER.imageLifecycle(), VISITED);
    LifecycleChecks.diagramIsCurrent(Journey.DECIDER.imageLifecycle(), "launch-images", "The image of a server in launch-service");
  }

  @Test
  void one_of_the_target_is_handed_on_and_nothing_else_of_the_server_changes() {
    var s = moved().given(imageRequested(1, 7)).thenWants(CreateImage.class);
    var wanted = s.wanted(CreateImage.class);
    assertThat(wanted.instanceId()).isEqualTo(TARGET_INSTANCE);
    assertThat(wanted.name()).isEqualTo("convoy-web-001-1-1");
    assertThat(wanted.header().act()).isTrue();
    assertThat(s.state().phase()).isEqualTo(Phase.DONE);
    s.when(CreateImage.class, imageSeen(false)).thenWants(CreateImage.class).thenEvents();
    assertThat(s.wanted(CreateImage.class).header().act()).as("is begun").isFalse();
    s.when(CreateImage.class, imageSeen(true)).thenWants().thenEvents(ImageCreated.class);
    var image = s.event(ImageCreated.class);
    assertThat(image.getAttempt()).isEqualTo(7);
    assertThat(image.getImageId()).isEqualTo("ami-1");
    assertThat(image.getSnapshotIds()).containsExactly("snap-1", "snap-2");
    assertThat(image.getInstanceId()).isEqualTo(TARGET_INSTANCE);
    assertThat(image.getOfTest()).isFalse();
    assertThat(image.getEncrypted()).isTrue();
    assertThat(image.getRequestedBy()).isEqualTo("ann");
    assertThat(Journey.DECIDER.wakeAt(s.state())).isNull();
  }

  @Test
  void it_has_the_name_that_was_asked_for() {
    var asked = ImageRequested.newBuilder(imageRequested(1, 1)).setImageName("golden web").build();
    assertThat(moved().given(asked).wanted(CreateImage.class).name()).isEqualTo("golden web");
  }

  @Test
  void another_one_is_another_operation_with_another_name() {
    var s = moved().given(imageRequested(1, 1)).when(CreateImage.class, imageSeen(true)).given(imageRequested(1, 2));
    assertThat(s.wanted(CreateImage.class).name()).isEqualTo("convoy-web-001-1-2");
    assertThat(s.wanted(CreateImage.class).header().attempt()).isEqualTo(2);
  }

  @Test
  void what_was_asked_before_is_not_asked_again() {
    moved().given(imageRequested(1, 2)).when(CreateImage.class, imageSeen(true)).forget()
        .given(imageRequested(1, 2), imageRequested(1, 1)).thenWants().thenEvents();
  }

  @Test
  void one_is_made_after_the_end_too() {
    Journey.archiving(DeciderScenario.coverage()).when(ArchiveServer.class, done()).forget().given(imageRequested(1, 1))
        .thenWants(CreateImage.class).when(CreateImage.class, imageSeen(true)).thenEvents(ImageCreated.class);
  }

  @Test
  void without_a_validated_instance_there_is_none() {
    var s = Journey.testVerdict(VISITED).forget().given(imageRequested(1, 1)).thenWants().thenEvents(ImageFailed.class);
    assertThat(s.event(ImageFailed.class).getCode()).isEqualTo("CVY-4174");
    moved().given(imageRequested(2, 1)).thenWants().thenEvents(ImageFailed.class);
  }

  @Test
  void two_at_a_time_are_not_made() {
    var s = moved().given(imageRequested(1, 1)).forget().given(imageRequested(1, 2)).thenWants(CreateImage.class)
        .thenEvents(ImageFailed.class);
    assertThat(s.event(ImageFailed.class).getCode()).isEqualTo("CVY-4175");
    assertThat(s.event(ImageFailed.class).getAttempt()).isEqualTo(2);
    s.forget().when(CreateImage.class, imageSeen(true)).thenEvents(ImageCreated.class);
  }

  @Test
  void what_is_refused_for_a_while_is_tried_again_and_then_given_up() {
    var s = moved().given(imageRequested(1, 1)).when(CreateImage.class, failed()).thenWants().thenEvents()
        .after(Journey.RETRY).thenWants(CreateImage.class).when(CreateImage.class, failed()).thenWants()
        .thenEvents(ImageFailed.class);
    assertThat(s.event(ImageFailed.class).getCode()).isEqualTo("CVY-4101");
    assertThat(s.state().phase()).isEqualTo(Phase.DONE);
  }

  @Test
  void what_is_refused_for_good_is_given_up_at_once() {
    moved().given(imageRequested(1, 1)).when(CreateImage.class, failedForGood()).thenWants().thenEvents(ImageFailed.class);
  }

  @Test
  void it_is_waited_for_only_so_long() {
    var s = moved().given(imageRequested(1, 1)).when(CreateImage.class, imageSeen(false));
    assertThat(Journey.DECIDER.wakeAt(s.state())).isEqualTo(s.now().plus(Journey.IMAGE_WITHIN));
    s.after(Journey.IMAGE_WITHIN).thenWants().thenEvents(ImageFailed.class);
    assertThat(s.event(ImageFailed.class).getCode()).isEqualTo("CVY-4173");
    assertThat(s.event(ImageFailed.class).getImageId()).isEqualTo("ami-1");
    assertThat(s.event(ImageFailed.class).getRemedy()).contains("convoy:operation=");
  }

  @Test
  void nothing_is_begun_while_the_server_is_held() {
    var s = moved().given(held(900), imageRequested(1, 1)).thenWants(CreateImage.class);
    assertThat(s.wanted(CreateImage.class).header().act()).isFalse();
    assertThat(s.given(resumed(901)).wanted(CreateImage.class).header().act()).isTrue();
  }

  @Test
  void the_way_back_waits_for_none() {
    var s = moved().given(imageRequested(1, 1)).when(CreateImage.class, imageSeen(false)).forget().given(rollBackNow(1))
        .thenWants(StopTarget.class).thenEvents(ImageFailed.class);
    assertThat(s.event(ImageFailed.class).getCode()).isEqualTo("CVY-4174");
  }

  @Test
  void the_cutover_goes_on_beside_it() {
    var s = Journey.verifiedTarget(VISITED).forget().given(imageRequested(1, 1)).thenWants(CreateImage.class).given(accepted(1));
    assertThat(s.state().phase()).isEqualTo(Phase.DONE);
    s.thenWants(CreateImage.class);
  }

  @Test
  void a_kept_test_instance_that_is_over_waits_for_its_image() {
    var s = kept().given(imageRequested(1, 1), testAccepted(1)).thenWants(CreateImage.class);
    assertThat(s.wanted(CreateImage.class).instanceId()).isEqualTo(TEST_INSTANCE);
    s.when(CreateImage.class, imageSeen(true)).thenWants(MarkReadyForCutover.class).thenEvents(ImageCreated.class);
    assertThat(s.event(ImageCreated.class).getOfTest()).isTrue();
  }

  @Test
  void it_waits_for_it_when_its_days_are_over_and_not_for_ever() {
    var s = kept().after(KEEP.minusHours(1)).given(imageRequested(1, 1)).after(Duration.ofHours(2)).thenWants(CreateImage.class);
    assertThat(Journey.DECIDER.wakeAt(s.state())).isAfter(s.now());
    s.after(Journey.IMAGE_WITHIN).thenWants(MarkReadyForCutover.class).thenEvents(ImageFailed.class);
  }

  @Test
  void a_cutover_does_not_wait_for_it_and_what_was_begun_is_handed_on() {
    var s = kept().given(imageRequested(1, 1)).when(CreateImage.class, imageSeen(false)).given(cutoverAuthorized(1))
        .thenWants(MarkReadyForCutover.class, CreateImage.class)
        .when(MarkReadyForCutover.class, done()).given(slot(Purpose.TERMINATE, 1, 1)).when(TerminateTest.class, done())
        .thenWants(ConfigureLaunch.class, CreateImage.class);
    s.forget().when(CreateImage.class, imageSeen(true)).thenWants(ConfigureLaunch.class).thenEvents(ImageCreated.class);
  }

  @Test
  void a_cutover_does_not_wait_for_it_and_what_was_not_begun_is_not() {
    kept().given(imageRequested(1, 1)).given(cutoverAuthorized(1)).thenWants(MarkReadyForCutover.class)
        .thenEvents(ImageFailed.class).when(MarkReadyForCutover.class, done()).given(slot(Purpose.TERMINATE, 1, 1))
        .when(TerminateTest.class, done()).thenEvents(ImageFailed.class, TestEnded.class);
  }

  @Test
  void another_round_or_its_withdrawal_leaves_it() {
    kept().given(imageRequested(1, 1)).when(CreateImage.class, imageSeen(false)).given(retest(2)).thenWants().thenEvents(ImageFailed.class);
    kept().given(imageRequested(1, 1)).when(CreateImage.class, imageSeen(false)).given(withdrawal()).thenWants(StopTarget.class)
        .thenEvents(ImageFailed.class).when(StopTarget.class, done()).given(imageRequested(1, 2)).thenWants()
        .thenEvents(ImageFailed.class);
  }

  @Test
  void it_is_known_to_whoever_reads_the_state_next() {
    var states = RecordSerde.of(LaunchState.class, new InMemoryRegistry());
    var s = moved().given(imageRequested(1, 1)).when(CreateImage.class, imageSeen(false)).state();
    assertThat(states.decode(states.encode(s))).isEqualTo(s);
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> moved() {
    return Journey.moved(VISITED).forget();
  }

  private static DeciderScenario<LaunchState, LaunchOperation, LaunchOutcome> kept() {
    return Journey.idle(VISITED).given(testKept(1, KEEP)).when(ConfigureLaunch.class, configured())
        .given(slot(Purpose.TEST, 1, 1)).when(StartTest.class, launched("job-1", TEST_INSTANCE))
        .given(testPassed(1, TEST_INSTANCE)).forget();
  }
}
