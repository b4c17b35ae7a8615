package dev.convoy.lab.verify;

import dev.convoy.lab.aws.AssumedRole;
import dev.convoy.lab.run.LabFailure;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.mgn.model.Job;
import software.amazon.awssdk.services.mgn.model.ParticipatingServer;
import software.amazon.awssdk.services.mgn.model.PostLaunchActionsStatus;

/** Reads the jobs, instances and images of an account and region as any user of AWS would. */
final class AccountReader {
  /** Patient: who judges a wave may do so while AWS is at odds with itself. */
  private static final int ATTEMPTS = 15;

  private final URI endpoint;

  AccountReader(URI endpoint) {
    this.endpoint = endpoint;
  }

  List<AwsJob> jobs(String account, String region) {
    try (MgnClient mgn = MgnClient.builder().overrideConfiguration(AccountReader::patient).endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(AssumedRole.of(endpoint, account, region, AccountReader::patient)).build()) {
      return mgn.describeJobsPaginator(request -> {}).items().stream().map(job -> job(account, region, job)).toList();
    } catch (SdkException e) {
      throw new LabFailure("[CVY-9243] jobs: not read from " + account + "/" + region + ": " + e.getMessage()
          + "; check " + endpoint, e);
    }
  }

  /** Images of the account. */
  List<AwsImage> images(String account, String region) {
    return ec2("images", account, region, ec2 -> ec2.describeImages(request -> request.owners("self")).images().stream()
        .map(image -> new AwsImage(account, region, image.imageId(), image.stateAsString())).toList());
  }

  /** Instances of the account, those that were terminated not long ago included. */
  List<AwsInstance> instances(String account, String region) {
    return ec2("instances", account, region, ec2 -> ec2.describeInstancesPaginator().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .map(instance -> new AwsInstance(account, region, instance.instanceId(), instance.state().nameAsString())).toList());
  }

  private <T> T ec2(String what, String account, String region, Function<Ec2Client, T> read) {
    try (Ec2Client ec2 = Ec2Client.builder().overrideConfiguration(AccountReader::patient).endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(AssumedRole.of(endpoint, account, region, AccountReader::patient)).build()) {
      return read.apply(ec2);
    } catch (SdkException e) {
      throw new LabFailure("[CVY-9243] " + what + ": not read from " + account + "/" + region + ": " + e.getMessage()
          + "; check " + endpoint, e);
    }
  }

  private static void patient(ClientOverrideConfiguration.Builder client) {
    client.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder().circuitBreakerEnabled(false)
        .maxAttempts(ATTEMPTS).build());
  }

  private static AwsJob job(String account, String region, Job job) {
    Optional<Instant> ended = Optional.ofNullable(job.endDateTime()).filter(end -> !end.isEmpty()).map(Instant::parse);
    Set<String> participants = job.participatingServers().stream().map(ParticipatingServer::sourceServerID)
        .collect(Collectors.toUnmodifiableSet());
    return new AwsJob(account, region, job.jobID(), participants,
        Instant.parse(job.creationDateTime()), ended, job.participatingServers().stream().flatMap(AccountReader::actions).toList(),
        job.participatingServers().stream().filter(server -> server.launchedEc2InstanceID() != null)
            .collect(Collectors.toUnmodifiableMap(ParticipatingServer::sourceServerID, ParticipatingServer::launchedEc2InstanceID)));
  }

  private static Stream<AwsJob.Action> actions(ParticipatingServer server) {
    PostLaunchActionsStatus status = server.postLaunchActionsStatus();
    return status == null || server.launchedEc2InstanceID() == null ? Stream.empty()
        : status.postLaunchActionsLaunchStatusList().stream().map(run -> new AwsJob.Action(server.launchedEc2InstanceID(),
            run.ssmDocument() == null ? "" : run.ssmDocument().actionName(), run.executionStatusAsString()));
  }
}
