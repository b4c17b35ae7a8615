package dev.convoy.launch.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.launch.settings.LaunchConfiguration;
import dev.convoy.launch.settings.LaunchConfigurationGateway;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mgn.model.LaunchDisposition;
import software.amazon.awssdk.services.mgn.model.ResourceNotFoundException;
import software.amazon.awssdk.services.mgn.model.TargetInstanceTypeRightSizingMethod;

/** MGN's launch configurations through the AWS SDK. */
public final class MgnLaunchConfigurationGateway implements LaunchConfigurationGateway {

  private final AwsClients clients;

  public MgnLaunchConfigurationGateway(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public Optional<LaunchConfiguration> read(AccountKey account, String sourceServerId) {
    return AwsCalls.read(() -> {
      try {
        var found = clients.mgnReader(account).getLaunchConfiguration(r -> r.sourceServerID(sourceServerId));
        return Optional.of(configuration(found.ec2LaunchTemplateID(), found.targetInstanceTypeRightSizingMethod(),
            found.copyPrivateIp(), found.launchDisposition()));
      } catch (ResourceNotFoundException e) {
        return Optional.empty();
      }
    });
  }

  private static LaunchConfiguration configuration(
      String templateId, @Nullable TargetInstanceTypeRightSizingMethod rightSizing, @Nullable Boolean copyPrivateIp,
      @Nullable LaunchDisposition disposition) {
    return new LaunchConfiguration(templateId, rightSizing != TargetInstanceTypeRightSizingMethod.NONE,
        Boolean.TRUE.equals(copyPrivateIp), disposition != LaunchDisposition.STOPPED);
  }

  @Override
  public Answer<LaunchConfiguration> write(AccountKey account, String sourceServerId, LaunchConfiguration wanted) {
    return AwsCalls.change(() -> {
      var stored = clients.mgnWriter(account).updateLaunchConfiguration(r -> r
          .sourceServerID(sourceServerId)
          .targetInstanceTypeRightSizingMethod(wanted.rightSizing() ? TargetInstanceTypeRightSizingMethod.BASIC
              : TargetInstanceTypeRightSizingMethod.NONE)
          .copyPrivateIp(wanted.copyPrivateIp())
          .launchDisposition(wanted.started() ? LaunchDisposition.STARTED : LaunchDisposition.STOPPED));
      return configuration(stored.ec2LaunchTemplateID(), stored.targetInstanceTypeRightSizingMethod(), stored.copyPrivateIp(),
          stored.launchDisposition());
    });
  }
}
