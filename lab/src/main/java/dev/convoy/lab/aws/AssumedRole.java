package dev.convoy.lab.aws;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Credentials of the lab for an account of the simulator; the services' own are not needed for them. */
public final class AssumedRole {
  private static final AwsCredentials LAB = AwsBasicCredentials.create("AKIACONVOYLABVERIFY0", "not-a-secret");

  private AssumedRole() {}

  /**
   * Asks STS for them.
   *
   * @param configuration how patient the client is
   * @throws SdkException when the simulator does not answer
   */
  public static AwsCredentialsProvider of(
      URI endpoint, String account, String region, Consumer<ClientOverrideConfiguration.Builder> configuration) {
    try (StsClient sts = StsClient.builder().overrideConfiguration(configuration).endpointOverride(endpoint).region(Region.of(region))
        .credentialsProvider(StaticCredentialsProvider.create(LAB)).build()) {
      Credentials assumed = sts.assumeRole(request -> request.roleSessionName("convoy-lab")
          .roleArn("arn:aws:iam::" + account + ":role/ConvoyMigration")).credentials();
      return StaticCredentialsProvider.create(
          AwsSessionCredentials.create(assumed.accessKeyId(), assumed.secretAccessKey(), assumed.sessionToken()));
    }
  }
}
