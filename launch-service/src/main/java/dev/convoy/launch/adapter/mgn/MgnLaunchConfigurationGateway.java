package dev.convoy.launch.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.launch.settings.LaunchConfiguration;
import dev.convoy.launch.settings.LaunchConfigurationGateway;
import java.util.Optional;
import software.amazon.awssdk.services.mgn.model.GetLaunchConfigurationResponse;
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
        return Optional.of(configuration(
            clients.mgnReader(account).getLaunchConfiguration(r -> r.sourceServerID(sourceServerId))));
      } catch (ResourceNotFoundException e) {
        return Optional.empty();
      }
    });
  }

  private static LaunchConfiguration configuration(GetLaunchConfigurationResponse found) {
    return new LaunchConfiguration(
        found.ec2LaunchTemplateID(),
        found.targetInstanceTypeRightSizingMethod() != TargetInstanceTypeRightSizingMethod.NONE,
        Boolean.TRUE.equals(found.copyPrivateIp()),
        found.launchDisposition() != LaunchDisposition.STOPPED);
  }

  @Override
  public Answer<String> write(AccountKey account, String sourceServerId, LaunchConfiguration wanted) {
    return AwsCalls.change(() -> clients.mgnWriter(account).updateLaunchConfiguration(r -> r
        .sourceServerID(sourceServerId)
        .targetInstanceTypeRightSizingMethod(wanted.rightSizing() ? TargetInstanceTypeRightSizingMethod.BASIC
            : TargetInstanceTypeRightSizingMethod.NONE)
        .copyPrivateIp(wanted.copyPrivateIp())
        .launchDisposition(wanted.started() ? LaunchDisposition.STARTED : LaunchDisposition.STOPPED))
        .sourceServerID());
  }
}
