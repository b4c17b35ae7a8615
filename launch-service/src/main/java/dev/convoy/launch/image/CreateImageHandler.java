package dev.convoy.launch.image;

import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.worker.Abreast;
import dev.convoy.kit.worker.Acted;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import dev.convoy.launch.server.LaunchOperation.CreateImage;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchOutcome.ImageSeen;
import dev.convoy.launch.server.LaunchOutcome.StepFailed;
import dev.convoy.launch.source.SourceServerHandler.Times;
import dev.convoy.launch.target.HiddenException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes images of instances that run on meanwhile: a reboot would be an outage for users, and would take a kept test instance
 * from whoever looks at it. Such an image shows all volumes at one moment, as after a loss of power.
 */
public final class CreateImageHandler implements OperationHandler<CreateImage, LaunchOutcome> {

  /** What EC2 says where another attempt would be told the same; quotas, rates and an instance that is just stopping pass. */
  private static final Set<String> LASTING = Set.of("UnauthorizedOperation", "AccessDenied", "AccessDeniedException",
      "InvalidAMIName.Duplicate", "InvalidAMIName.Malformed", "InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed");
  private static final Comparator<MachineImage> BEST = Comparator.comparing(MachineImage::isAvailable)
      .thenComparing(MachineImage::isPending).reversed().thenComparing(MachineImage::id);

  private final ImageGateway images;
  private final Times times;
  private final Clock clock;

  public CreateImageHandler(ImageGateway images, Times times, Clock clock) {
    this.images = images;
    this.times = times;
    this.clock = clock;
  }

  @Override
  public Class<CreateImage> operation() {
    return CreateImage.class;
  }

  @Override
  public int abreast() {
    return Abreast.SERVERS;
  }

  @Override
  public Duration absenceAfter() {
    return times.absenceAfter();
  }

  @Override
  public Duration pollInterval() {
    return times.pollInterval();
  }

  @Override
  public Map<OperationId, Observation<LaunchOutcome>> observe(List<CreateImage> operations) {
    var seen = new HashMap<OperationId, Observation<LaunchOutcome>>();
    try {
      var begun = images.images(operations.getFirst().account(), operations.stream().map(CreateImage::id).toList());
      operations.forEach(o -> seen.put(o.id(), begun.getOrDefault(o.id(), List.of()).stream().min(BEST)
          .map(image -> judge(o, image)).orElseGet(Observation.NotDone::new)));
    } catch (HiddenException e) {
      operations.forEach(o -> seen.put(o.id(), new Observation.Ended<>(refused(o, String.valueOf(e.getMessage()), true))));
    }
    return seen;
  }

  private Observation<LaunchOutcome> judge(CreateImage operation, MachineImage image) {
    var outcome = new ImageSeen(header(operation), image.id(), image.name(), image.snapshotIds(), image.encrypted(), image.isAvailable());
    if (image.isAvailable()) {
      return new Observation.Ended<>(outcome);
    }
    return image.isPending() ? new Observation.Running<>(outcome, image.id())
        : new Observation.Ended<>(failed(operation, "CVY-4172", "image " + image.id() + " of " + operation.instanceId() + " is "
            + image.state() + " " + image.message(), "correct what AWS names, deregister the image and delete its snapshots, then ask again"));
  }

  @Override
  public Map<OperationId, Acted<LaunchOutcome>> act(List<CreateImage> operations) {
    var acted = new HashMap<OperationId, Acted<LaunchOutcome>>();
    operations.forEach(o -> acted.put(o.id(),
        acted(o, images.create(o.account(), o.instanceId(), o.name(), o.header().serverId(), o.id()))));
    return acted;
  }

  private Acted<LaunchOutcome> acted(CreateImage operation, Answer<String> answer) {
    return switch (answer) {
      case Answer.Ok<String> ok -> new Acted.Accepted<>();
      case Answer.Throttled<String>(var wait) -> new Acted.NotAccepted<>(wait);
      case Answer.Unknown<String> unknown -> new Acted.Unknown<>();
      case Answer.Refused<String> refused -> new Acted.Ended<>(refused(operation, "CreateImage of " + operation.instanceId()
          + " as '" + operation.name() + "' was refused: " + refused.message(), LASTING.contains(refused.code())));
    };
  }

  private LaunchOutcome refused(CreateImage operation, String what, boolean lasting) {
    return new StepFailed(header(operation), new Failure("CVY-4171", what,
        "allow the role ec2:CreateImage, ec2:DescribeImages and ec2:CreateTags, raise the quota that AWS names,"
            + " or give a name that no image of the region has; then ask again", lasting));
  }

  private LaunchOutcome failed(CreateImage operation, String code, String message, String remedy) {
    return new StepFailed(header(operation), new Failure(code, message, remedy, true));
  }

  private OutcomeHeader header(CreateImage operation) {
    return OutcomeHeader.of(operation.header(), clock.instant());
  }
}
