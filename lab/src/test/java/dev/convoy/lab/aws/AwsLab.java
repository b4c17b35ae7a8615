package dev.convoy.lab.aws;

import dev.convoy.lab.aws.cloud.SimulatedDurations;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.mgn.model.SourceServer;
import software.amazon.awssdk.services.sts.StsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running simulator with the real SDK's clients, for tests. */
final class AwsLab implements AutoCloseable {

  static final AwsCredentials KEY = AwsBasicCredentials.create("AKIALAB", "secret");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final AwsSimulator simulator;
  final MgnClient mgn;
  final Ec2Client ec2;
  final StsClient sts;
  private final SdkHttpClient http = ApacheHttpClient.builder().maxConnections(50).build();
  private final HttpClient door = HttpClient.newHttpClient();

  AwsLab(AwsSimulatorSettings settings) {
    this(AwsSimulator.start(settings.withPort(0)));
  }

  /** Closes the simulator with itself. */
  AwsLab(AwsSimulator running) {
    simulator = running;
    mgn = configure(MgnClient.builder(), KEY);
    ec2 = configure(Ec2Client.builder(), KEY);
    sts = configure(StsClient.builder(), KEY);
  }

  /** So fast that everything takes milliseconds. */
  static AwsLab fast() {
    return new AwsLab(AwsSimulatorSettings.defaults().withSpeed(10_000));
  }

  /** Where jobs never end but replication is quick. */
  static AwsSimulatorSettings withEndlessJobs() {
    var d = SimulatedDurations.defaults();
    var moment = Duration.ofMillis(1);
    return AwsSimulatorSettings.defaults().withDurations(new SimulatedDurations(moment, moment, Duration.ZERO, moment,
        moment, moment, d.agentSeen(), d.agentMissed(), Duration.ofDays(1), d.jobSnapshot(), d.jobConversion(), d.jobLaunch(), d.boot(),
        d.terminate(), d.stop(), d.volumeSnapshot()));
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C configure(
      B builder, AwsCredentials credentials, ExecutionInterceptor... interceptors) {
    return configure(builder, Region.EU_CENTRAL_1, credentials, interceptors);
  }

  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C configure(
      B builder, Region region, AwsCredentials credentials, ExecutionInterceptor... interceptors) {
    return builder.endpointOverride(simulator.endpoint()).region(region).httpClient(http)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())
            .executionInterceptors(List.of(interceptors))).build();
  }

  AwsCredentials assume(String account, String role) {
    var c = sts.assumeRole(r -> r.roleArn("arn:aws:iam::" + account + ":role/" + role).roleSessionName("test"))
        .credentials();
    return AwsSessionCredentials.create(c.accessKeyId(), c.secretAccessKey(), c.sessionToken());
  }

  /** Initialized and with a template. */
  AwsLab prepared() {
    mgn.initializeService(r -> { });
    mgn.createReplicationConfigurationTemplate(r -> r.stagingAreaSubnetId("subnet-0000000a00")
        .associateDefaultSecurityGroup(true).replicationServersSecurityGroupsIDs("sg-0000000a00")
        .replicationServerInstanceType("t3.small").useDedicatedReplicationServer(false)
        .defaultLargeStagingDiskType("GP3").ebsEncryption("DEFAULT").bandwidthThrottling(0L)
        .dataPlaneRouting("PRIVATE_IP").createPublicIP(false).stagingAreaTags(Map.of()));
    return this;
  }

  /** A server that does not replicate. */
  String register(String name) {
    return door("POST", "/_lab/agents", agent(KEY, name)).path("sourceServerID").asString();
  }

  static Map<String, Object> agent(AwsCredentials credentials, String name) {
    var body = new java.util.HashMap<String, Object>(Map.of("accessKeyId", credentials.accessKeyId(),
        "region", "eu-central-1", "userProvidedId", name, "noReplication", true, "hostname", name, "os", "Linux",
        "disks", List.of(Map.of("deviceName", "/dev/sda", "bytes", 8L << 30)), "cpus", 2, "ramBytes", 4L << 30));
    if (credentials instanceof AwsSessionCredentials session) {
      body.put("sessionToken", session.sessionToken());
    }
    return body;
  }

  /** A server that is ready for its test, in the test subnet. */
  String readyForTest(String name) {
    var id = register(name);
    place(id, "subnet-0000000b00", "sg-0000000b00");
    mgn.startReplication(r -> r.sourceServerID(id));
    await(() -> server(id), s -> s.lifeCycle().stateAsString().equals("READY_FOR_TEST"));
    return id;
  }

  /** Puts the next launch of a server into a subnet. */
  void place(String id, String subnet, String group) {
    var template = mgn.updateLaunchConfiguration(r -> r.sourceServerID(id)
        .targetInstanceTypeRightSizingMethod("NONE")).ec2LaunchTemplateID();
    var version = ec2.createLaunchTemplateVersion(r -> r.launchTemplateId(template).sourceVersion("$Latest")
        .launchTemplateData(d -> d.instanceType("m5.large")
            .networkInterfaces(n -> n.deviceIndex(0).subnetId(subnet).groups(group)))).launchTemplateVersion();
    ec2.modifyLaunchTemplate(r -> r.launchTemplateId(template).defaultVersion(version.versionNumber().toString()));
  }

  SourceServer server(String id) {
    return mgn.describeSourceServers(r -> r.filters(f -> f.sourceServerIDs(id))).items().getFirst();
  }

  JsonNode door(String method, String path, Object body) {
    return JsonMapper.shared().readTree(text(method, path, body));
  }

  String text(String method, String path, Object body) {
    var request = HttpRequest.newBuilder(URI.create(simulator.endpoint() + path))
        .method(method, HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))).build();
    try {
      return door.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<JsonNode> ledger() {
    return text("GET", "/_lab/ledger", Map.of()).lines().map(JsonMapper.shared()::readTree).toList();
  }

  /** Waits for a condition, looking every few milliseconds. */
  static <T> T await(Supplier<T> look, Predicate<T> condition) {
    var met = new CountDownLatch(1);
    var seen = new java.util.concurrent.atomic.AtomicReference<T>(look.get());
    try (var timer = Executors.newSingleThreadScheduledExecutor()) {
      timer.scheduleWithFixedDelay(() -> {
        seen.set(look.get());
        if (condition.test(seen.get())) {
          met.countDown();
        }
      }, 0, 5, TimeUnit.MILLISECONDS);
      var inTime = met.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      timer.shutdownNow();
      if (!inTime) {
        throw new AssertionError("not met, last seen: " + seen.get());
      }
      return seen.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    mgn.close();
    ec2.close();
    sts.close();
    http.close();
    door.close();
    simulator.close();
  }
}
