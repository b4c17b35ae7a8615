package dev.convoy.lab.verify;

import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.AwsSimulatorSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.mgn.MgnClient;

import static org.assertj.core.api.Assertions.assertThat;

class AccountReaderTest {

  @Test
  void jobsAreReadWhileMostCallsAreThrottled() throws Exception {
    try (var aws = AwsSimulator.start(AwsSimulatorSettings.defaults().withPort(0).withSeed(1));
        var client = HttpClient.newHttpClient()) {
      URI endpoint = aws.endpoint();
      try (MgnClient mgn = MgnClient.builder().endpointOverride(endpoint).region(Region.EU_CENTRAL_1).credentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALAB", "secret"))).build()) {
        mgn.initializeService(r -> {});
      }
      var planted = client.send(HttpRequest.newBuilder(endpoint.resolve("/_lab/faults")).PUT(
          HttpRequest.BodyPublishers.ofString("[{\"kind\":\"throttle\",\"probability\":0.6}]")).build(),
          BodyHandlers.ofString());
      assertThat(planted.statusCode()).isEqualTo(200);
      var reader = new AccountReader(endpoint);
      for (int i = 0; i < 5; i++) {
        assertThat(reader.jobs("111122223333", "eu-central-1")).isEmpty();
      }
    }
  }
}
