package dev.convoy.launch.server;

import dev.convoy.kit.core.Backoff;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.Lifecycle;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.Phased;
import dev.convoy.launch.server.Images.Making;
import dev.convoy.launch.server.LaunchOperation.CreateImage;
import dev.convoy.launch.server.LaunchOutcome.ImageSeen;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an image that a person asks for. Every request is answered once, by an image or by why there is none. A server never
 * waits for its image on its way through a cutover or back; only a kept test instance that is over anyway does, for a time.
 */
final class ImageRows {

  private static final String KIND = CreateImage.class.getSimpleName();
  /** Its target was verified, and users are, or are about to be, on it. */
  private static final Set<Phase> ON_TARGET =
      EnumSet.of(Phase.VERIFIED, Phase.DONE, Phase.FINALIZE, Phase.ARCHIVE, Phase.ARCHIVED);
  /** Nothing of the round is handed on any more. */
  private static final Set<Phase> OVER = EnumSet.of(Phase.ROLLED_BACK, Phase.WITHDRAW_STOP, Phase.WITHDRAWN);
  private static final Set<Phase> BACK = EnumSet.of(Phase.STOP_TARGET, Phase.STOP_SERVING, Phase.SNAPSHOT, Phase.SAVING,
      Phase.RESUMING, Phase.REVERT, Phase.CUTOVER_STOP);

  private final Backoff backoff;
  private final Duration within;
  private final Lifecycle<ImagePhase, Imaged, LaunchOutcome> lifecycle;

  /** @param within how long an image is waited for, from its request to its being available */
  ImageRows(Backoff backoff, Duration within) {
    if (!within.isPositive()) {
      throw new IllegalArgumentException("convoy.launch.image-within is " + within + ": say how long an image is waited for, as 6h");
    }
    this.backoff = backoff;
    this.within = within;
    this.lifecycle = table();
  }

  /** A server by its image. */
  record Imaged(LaunchState server) implements Phased<ImagePhase, Imaged> {

    @Override
    public ImagePhase phase() {
      return underWay(server) == null ? ImagePhase.NONE : ImagePhase.MAKING;
    }

    /** The phase is whether one is under way, which the rows say. */
    @Override
    public Imaged enter(ImagePhase next, Instant at) {
      return this;
    }

    private Images images() {
      return Objects.requireNonNull(server.images(), "images");
    }

    private Making making() {
      return Objects.requireNonNull(images().making(), "image under way");
    }

    private Imaged with(Images next) {
      return new Imaged(server.images(next));
    }

    private Imaged making(@Nullable Making next) {
      return with(images().making(next));
    }
  }

  Lifecycle<ImagePhase, Imaged, LaunchOutcome> lifecycle() {
    return lifecycle;
  }

  private Lifecycle<ImagePhase, Imaged, LaunchOutcome> table() {
    var table = Lifecycle.<ImagePhase, Imaged, LaunchOutcome>startingIn(ImagePhase.NONE);
    table.from(ImagePhase.NONE)
        .when("asked for", (s, now) -> isOpen(s) && isForValidated(s), ImagePhase.MAKING, (s, out, now) -> begun(s, now))
        .when("nothing is validated", (s, now) -> isOpen(s), ImagePhase.NONE, ImageRows::refused);
    table.from(ImagePhase.MAKING)
        .when("asked for beside it", (s, now) -> isOpen(s), ImagePhase.MAKING, ImageRows::busy)
        .when("its instance counts no longer", (s, now) -> isLost(s), ImagePhase.NONE, ImageRows::lost)
        .when("out of time", (s, now) -> !now.isBefore(s.making().until()), ImagePhase.NONE, this::late)
        .when("again", (s, now) -> isDue(s.making(), now), ImagePhase.MAKING,
            (s, out, now) -> s.with(s.images().begin(s.images().round(), s.making().again(now))))
        .on(ImageSeen.class, "available", (s, r) -> r.available(), ImagePhase.NONE, (s, r, out, now) -> {
          out.emit(LaunchEvents.imageCreated(s.server(), s.making(), r, now));
          return s.making(null);
        })
        .on(ImageSeen.class, ImagePhase.MAKING, (s, r, out, now) -> s.making(s.making().seen(r.imageId())))
        .on(StepFailed.class, "tries left", this::triesLeft, ImagePhase.MAKING, (s, r, out, now) ->
            s.making(s.making().pausedUntil(now.plus(backoff.after(s.making().tries())))))
        .on(StepFailed.class, "given up", (s, r) -> !triesLeft(s, r), ImagePhase.NONE,
            (s, r, out, now) -> ended(s, r.failure(), out, now));
    return table.build();
  }

  private boolean triesLeft(Imaged s, StepFailed outcome) {
    return !outcome.failure().permanent() && backoff.allowsAfter(s.making().tries());
  }

  private static boolean isOpen(Imaged s) {
    return s.server().images() != null && s.images().open();
  }

  private static boolean isForValidated(Imaged s) {
    return s.images().asked().round() == s.server().round() && validated(s.server()) != null;
  }

  /**
   * The instance that an image may be made of: that of the passed test while it is kept, or the verified target.
   *
   * @return null while there is none
   */
  private static Launches.@Nullable Instance validated(LaunchState s) {
    if (s.gates().withdrawn() || Guards.rollingBack(s)) {
      return null;
    }
    if (KeepRows.isKept(s)) {
      return Guards.tested(s) && !Guards.rollbackRequested(s) ? s.launches().test() : null;
    }
    return ON_TARGET.contains(s.phase()) && Guards.verified(s) ? s.launches().cutover() : null;
  }

  private Imaged begun(Imaged s, Instant now) {
    var server = s.server();
    var instance = Objects.requireNonNull(validated(server), "validated instance");
    return s.with(s.images().answered().begin(server.round(), new Making(s.images().asked(), Parameters.account(server),
        instance.instanceId(), KeepRows.isKept(server), now, now.plus(within), 1, null, null)));
  }

  private static Imaged refused(Imaged s, Emitter out, Instant now) {
    out.emit(LaunchEvents.imageFailed(s.server(), s.images().asked(), null, Steps.failure("CVY-4174",
        "no instance of " + s.server().serverId() + " is validated now, so no image was made",
        "ask again while the instance of its passed test is kept (./convoy wave plan ID --test-keep-days N), or once its cutover is verified"),
        now));
    return s.with(s.images().answered());
  }

  private static Imaged busy(Imaged s, Emitter out, Instant now) {
    var making = s.making();
    out.emit(LaunchEvents.imageFailed(s.server(), s.images().asked(), null, Steps.failure("CVY-4175",
        "an image of " + making.instanceId() + " that " + making.request().by() + " has asked for is under way already",
        "wait for its ImageCreated or ImageFailed, then ask again if another is needed"), now));
    return s.with(s.images().answered());
  }

  /** What was not begun cannot be any more, or what was is of no use to anybody. */
  private static boolean isLost(Imaged s) {
    var server = s.server();
    var making = s.making();
    return s.images().round() != server.round() || server.gates().withdrawn() || OVER.contains(server.phase())
        || !making.ofTest() && (Guards.rollingBack(server) || BACK.contains(server.phase()))
        || making.imageId() == null && !isStanding(server, making);
  }

  private static boolean isStanding(LaunchState s, Making making) {
    var instance = validated(s);
    return instance != null && instance.instanceId().equals(making.instanceId());
  }

  private static Imaged lost(Imaged s, Emitter out, Instant now) {
    return ended(s, Steps.failure("CVY-4174", s.making().instanceId() + " is validated no longer, or is about to be terminated",
        "ask for an image of what is validated next; " + leftBehind(s)), out, now);
  }

  private Imaged late(Imaged s, Emitter out, Instant now) {
    return ended(s, Steps.failure("CVY-4173", "no image of " + s.making().instanceId() + " was available within " + within
        + (s.server().gates().held() ? "; the server is held" : ""),
        "ask again, or raise convoy.launch.image-within where its volumes take longer; " + leftBehind(s)), out, now);
  }

  private static String leftBehind(Imaged s) {
    var id = header(s.server(), s.images(), s.making()).id();
    return "what EC2 may have begun is left: look for images and snapshots tagged convoy:operation=" + id;
  }

  private static Imaged ended(Imaged s, Failure failure, Emitter out, Instant now) {
    out.emit(LaunchEvents.imageFailed(s.server(), s.making().request(), s.making(), failure, now));
    return s.making(null);
  }

  private static @Nullable Making underWay(LaunchState s) {
    return s.images() == null ? null : s.images().making();
  }

  private static boolean isDue(Making making, Instant now) {
    return making.retryAt() != null && !now.isBefore(making.retryAt());
  }

  /** A kept test instance whose time is over is there until its image is, unless the server goes on to its cutover or back. */
  static boolean isAwaited(LaunchState s) {
    var making = underWay(s);
    return making != null && making.ofTest() && s.images() != null && s.images().round() == s.round();
  }

  static boolean isAbout(LaunchOutcome outcome) {
    return outcome.header().kind().equals(KIND);
  }

  /** What follows for the image of a server. */
  Decision<Imaged> run(LaunchState s, @Nullable LaunchOutcome outcome, Emitter out, Instant now) {
    return lifecycle.run(new Imaged(s), outcome, out, now);
  }

  static Stream<LaunchOperation> wanted(LaunchState s) {
    var images = s.images();
    var making = underWay(s);
    return images == null || making == null || making.retryAt() != null ? Stream.empty()
        : Stream.of(new CreateImage(header(s, images, making), making.account(), Parameters.sourceServerId(s),
            making.instanceId(), name(s, images, making)));
  }

  /** EC2 wants 3 to 128 characters of a set in which those of a server id are, and a name once in a region. */
  private static String name(LaunchState s, Images images, Making making) {
    var asked = making.request().name();
    return asked == null ? "convoy-" + s.serverId().replaceAll("[^A-Za-z0-9._-]", "-") + "-" + images.round() + "-" + images.attempt()
        : asked;
  }

  /** What was seen to be begun is only looked at. */
  private static OperationHeader header(LaunchState s, Images images, Making making) {
    var act = making.imageId() == null && !s.gates().held() && isStanding(s, making);
    return new OperationHeader(s.serverId(), KIND, images.round(), images.attempt(), making.account().limitKey(), act,
        making.since(), Parameters.build(s).waveId());
  }

  /** When something is due by itself; null = nothing is. */
  static @Nullable Instant wakeAt(LaunchState s) {
    var making = underWay(s);
    if (making == null) {
      return null;
    }
    return making.retryAt() == null || making.until().isBefore(making.retryAt()) ? making.until() : making.retryAt();
  }
}
