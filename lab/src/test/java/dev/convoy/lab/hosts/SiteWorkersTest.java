package dev.convoy.lab.hosts;

import dev.convoy.agent.AgentServiceApplication;
import dev.convoy.events.agent.AgentInstalled;
import dev.convoy.events.agent.PrerequisitesFailed;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.TargetSettings;
import dev.convoy.events.common.Tier;
import dev.convoy.events.inventory.BuildAuthorized;
import dev.convoy.events.replication.AccountPrepared;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.AwsSimulatorSettings;
import dev.convoy.lab.broker.BrokerSettings;
import dev.convoy.lab.broker.EmbeddedBroker;
import dev.convoy.lab.broker.FreePorts;
import dev.convoy.schemas.registry.SchemaRegistries;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.mgn.MgnClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances of agent-service in one JVM, against a broker, simulated hosts that speak SSH, and a simulated MGN: one that
 * only decides, one that only works, for all that no group serves, and others that only work, inside site {@code dmz}.
 */
@Timeout(600)
class SiteWorkersTest {

  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "eu-central-1";
  private static final String REGISTRY = "mock://worker-groups";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int EACH = 12;
  /** Of a server that is installed: its check, the beginning of its installation, its end. */
  private static final int OUTCOMES = 3;

  private final List<Integer> ports = FreePorts.take(2);
  private final String bootstrap = "127.0.0.1:" + ports.getFirst();
  private final Codecs codecs = new Codecs(SchemaRegistries.from(Map.of("schema.registry.url", REGISTRY)));
  private final Map<String, ConfigurableApplicationContext> instances = new TreeMap<>();
  private final Map<String, SimulatedHost> hosts = new TreeMap<>();
  @TempDir
  private Path folder;
  private EmbeddedBroker broker;
  private AwsSimulator aws;
  private SourceFleet fleet;

  @BeforeEach
  void start() throws Exception {
    System.setProperty("aws.accessKeyId", "AKIALAB");
    System.setProperty("aws.secretAccessKey", "secret");
    broker = new EmbeddedBroker(new BrokerSettings(folder.resolve("kafka"), ports.get(0), ports.get(1)));
    broker.start();
    aws = AwsSimulator.start(AwsSimulatorSettings.defaults().withPort(0).withSpeed(60).withAccounts(List.of(ACCOUNT)));
    prepareAccount();
    SmallFleet.linux(2 * EACH).forEach(host -> hosts.put(host.serverId(), host));
    fleet = SourceFleet.start(FleetSettings.of(1, 60, aws.endpoint(),
        PublicKeyEntry.toString(SmallFleet.USER_KEY.getPublic()),
        SmallFleet.WINDOWS_PASSWORD), List.copyOf(hosts.values()));
    try (var pem = new ByteArrayOutputStream()) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(SmallFleet.USER_KEY, "test", null, pem);
      Files.writeString(folder.resolve("key"), pem.toString(StandardCharsets.US_ASCII));
    }
  }

  @AfterEach
  void stop() {
    instances.values().forEach(ConfigurableApplicationContext::close);
    fleet.close();
    aws.close();
    broker.stop();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private void prepareAccount() {
    try (var http = ApacheHttpClient.create(); var mgn = MgnClient.builder().endpointOverride(aws.endpoint())
        .region(Region.EU_CENTRAL_1).httpClient(http).credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALAB", "secret"))).build()) {
      mgn.initializeService(r -> { });
      mgn.createReplicationConfigurationTemplate(r -> r.stagingAreaSubnetId("subnet-0000000a00")
          .associateDefaultSecurityGroup(true).replicationServersSecurityGroupsIDs("sg-0000000a00")
          .replicationServerInstanceType("t3.small").useDedicatedReplicationServer(false)
          .defaultLargeStagingDiskType("GP3").ebsEncryption("DEFAULT").bandwidthThrottling(0L)
          .dataPlaneRouting("PRIVATE_IP").createPublicIP(false).stagingAreaTags(Map.of()));
    }
  }

  private void starts(String name, Map<String, String> more) {
    var settings = new HashMap<String, String>(Map.ofEntries(
        Map.entry("spring.config.name", "agent-service"), Map.entry("server.port", "0"),
        Map.entry("server.address", "127.0.0.1"), Map.entry("management.metrics.use-global-registry", "false"),
        Map.entry("server.tomcat.basedir", folder.resolve("tomcat-" + name).toString()),
        Map.entry("convoy.kafka.bootstrap-servers", bootstrap), Map.entry("convoy.registry.url", REGISTRY),
        Map.entry("convoy.aws.endpoint", aws.endpoint().toString()), Map.entry("convoy.aws.reads-per-second", "50"),
        Map.entry("convoy.data-dir", folder.resolve(name).toString()), Map.entry("convoy.partitions", "4"),
        Map.entry("convoy.replication-factor", "1"), Map.entry("convoy.tick", "200ms"),
        Map.entry("convoy.worker.session-timeout", "6s"), Map.entry("convoy.agent.poll-interval", "500ms"),
        Map.entry("convoy.credentials.linux.type", "ssh-key"), Map.entry("convoy.credentials.linux.user", "migrate"),
        Map.entry("convoy.credentials.linux.key", "file:" + folder.resolve("key")),
        Map.entry("convoy.agent.runbooks.stop.linux.program", "true"),
        Map.entry("convoy.agent.runbooks.stop.linux.check", "echo writes stopped"),
        Map.entry("convoy.agent.runbooks.start.linux.program", "true"),
        Map.entry("convoy.agent.runbooks.start.linux.check", "echo writes resumed"),
        Map.entry("convoy.worker.groups.dmz.sites", "dmz"), Map.entry("convoy.worker.missing-after", "4s")));
    settings.putAll(more);
    instances.put(name, new SpringApplicationBuilder(AgentServiceApplication.class).registerShutdownHook(false)
        .logStartupInfo(false)
        .run(settings.entrySet().stream().map(each -> "--" + each.getKey() + "=" + each.getValue()).toArray(String[]::new)));
  }

  /** An instance inside the site: it decides nothing. */
  private void startsInDmz(String name) {
    starts(name, Map.of("convoy.worker.sites", "dmz", "convoy.decider.enabled", "false"));
  }

  private void stops(String name) {
    instances.remove(name).close();
  }

  private void authorizes(List<String> servers, String site) throws Exception {
    try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", bootstrap),
        new StringSerializer(), new ByteArraySerializer())) {
      for (var server : servers) {
        sends(producer, "convoy.inventory.events", server, build(server, site));
        sends(producer, "convoy.replication.events", server, AccountPrepared.newBuilder().setServerId(server).setRound(1)
            .setAttempt(1).setOccurredAt(Instant.now()).setAccount(ACCOUNT).setRegion(REGION)
            .setMaxReplicatingServers(150).build());
      }
    }
  }

  private void sends(KafkaProducer<String, byte[]> producer, String topic, String server, SpecificRecord event)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, server, codecs.event(topic, event))).get();
  }

  private BuildAuthorized build(String server, String site) {
    var host = hosts.get(server);
    var source = dev.convoy.events.common.SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12")
        .setFqdn(host.fqdn()).setAddress(host.address()).setPort(host.port()).setCredential("linux").setSite(site)
        .setHostKey(fleet.hostKeyFingerprint(host.address())).setQuiesceRunbook("stop").setResumeRunbook("start").build();
    var target = TargetSettings.newBuilder().setEnvironment("lab").setAccount(ACCOUNT).setRegion(REGION)
        .setStagingSubnetId("subnet-0000000a00").setReplicationServerInstanceType("t3.small")
        .setTestSubnetId("subnet-0000000b00").setTargetSubnetId("subnet-0000000c00").build();
    return BuildAuthorized.newBuilder().setServerId(server).setRound(1).setAttempt(0).setOccurredAt(Instant.now())
        .setWaveId("wave-1").setTier(Tier.WEB).setSource(source).setTarget(target).build();
  }

  private List<SpecificRecord> events() {
    var topic = "convoy.agent.events";
    var read = new ArrayList<SpecificRecord>();
    try (var consumer = new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
        new StringDeserializer(), new ByteArrayDeserializer())) {
      var all = consumer.partitionsFor(topic).stream().map(each -> new TopicPartition(topic, each.partition())).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      var ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(each -> read.add(codecs.event(topic, each.value())));
      }
    }
    return read;
  }

  private <E extends SpecificRecord> Set<String> serversOf(Class<E> type, Predicate<E> which) {
    return events().stream().filter(type::isInstance).map(type::cast).filter(which)
        .map(each -> String.valueOf(each.get(0))).collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> installed() {
    return serversOf(AgentInstalled.class, each -> true);
  }

  private Set<String> unserved() {
    return serversOf(PrerequisitesFailed.class, each -> each.getCode().equals("CVY-2012") && each.getFinal$());
  }

  private double counted(String instance, String counter) {
    return instances.get(instance).getBean(MeterRegistry.class).find(counter).counters().stream()
        .mapToDouble(each -> each.count()).sum();
  }

  /** How many workers of the group hold a share of its partitions, once nothing changes hands: what does is said again. */
  private int share(String group) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      var names = admin.listGroups().all().get().stream().map(GroupListing::groupId).filter(id -> id.endsWith(group)).toList();
      var described = admin.describeConsumerGroups(names).all().get().values().stream()
          .filter(each -> each.groupState() == GroupState.STABLE).findFirst();
      return described.map(each -> (int) each.members().stream()
          .filter(member -> !member.assignment().topicPartitions().isEmpty()).count()).orElse(0);
    }
  }

  private double gauge(String name, String group) {
    return instances.get("decider").getBean(MeterRegistry.class).get(name).tag("group", group).gauge().value();
  }

  /** Most installers that ran on one host at once, by the hosts' own ledger. */
  private int mostAtOnce() {
    Map<String, List<HostLedgerEntry>> byHost = fleet.ledger().entries().stream()
        .filter(each -> each.kind() == WorkKind.INSTALL).collect(Collectors.groupingBy(HostLedgerEntry::serverId));
    Function<List<HostLedgerEntry>, Integer> most = entries -> {
      int now = 0;
      int top = 0;
      for (var entry : entries) {
        now += entry.phase() == HostLedgerEntry.Phase.START ? 1 : -1;
        top = Math.max(top, now);
      }
      return top;
    };
    return byHost.values().stream().mapToInt(most::apply).max().orElse(0);
  }

  private Map<String, Long> installers() {
    return fleet.ledger().entries().stream()
        .filter(each -> each.kind() == WorkKind.INSTALL && each.phase() == HostLedgerEntry.Phase.START)
        .collect(Collectors.groupingBy(HostLedgerEntry::serverId, TreeMap::new, Collectors.counting()));
  }

  @Test
  void aSiteIsServedByItsOwnWorkersOnlyWaitsVisiblyWithoutAnyAndGoesOnWhenOneIsBack() throws Exception {
    var all = List.copyOf(hosts.keySet());
    var dmz = all.subList(0, EACH);
    var office = all.subList(EACH, 2 * EACH);
    starts("decider", Map.of("convoy.worker.enabled", "false"));
    starts("office", Map.of("convoy.decider.enabled", "false"));
    startsInDmz("dmz-1");
    startsInDmz("dmz-2");
    await().atMost(PATIENCE).until(() -> share("dmz") == 2);

    // Half of each: the workers of the site share its servers, the rest takes the others.
    var first = dmz.subList(0, EACH / 2);
    authorizes(first, "dmz");
    authorizes(office.subList(0, EACH / 2), "office");
    await().atMost(PATIENCE).until(() -> installed().size() == EACH);
    assertThat(counted("office", "convoy.operations.recorded")).isEqualTo(OUTCOMES * EACH / 2);
    assertThat(counted("dmz-1", "convoy.operations.recorded") + counted("dmz-2", "convoy.operations.recorded"))
        .isEqualTo(OUTCOMES * EACH / 2);
    assertThat(counted("decider", "convoy.operations.recorded")).isZero();
    assertThat(counted("dmz-1", "convoy.operations.recorded")).isPositive();
    assertThat(counted("dmz-2", "convoy.operations.recorded")).isPositive();
    assertThat(gauge("convoy.workers", "dmz")).isEqualTo(2);
    assertThat(gauge("convoy.workers", "rest")).isEqualTo(1);

    // Nobody is in the site any more: its servers wait and say so, the others go on.
    stops("dmz-1");
    stops("dmz-2");
    var rest = dmz.subList(EACH / 2, EACH);
    authorizes(rest, "dmz");
    authorizes(office.subList(EACH / 2, EACH), "office");
    await().atMost(PATIENCE).until(() -> unserved().size() == EACH / 2);
    assertThat(unserved()).containsExactlyElementsOf(new TreeSet<>(rest));
    await().atMost(PATIENCE).until(() -> installed().containsAll(office));
    assertThat(installed()).doesNotContainAnyElementsOf(rest);
    assertThat(installers()).doesNotContainKeys(rest.toArray(String[]::new));
    await().atMost(PATIENCE).until(() -> gauge("convoy.operations.unserved", "dmz") == EACH / 2);
    assertThat(gauge("convoy.workers", "dmz")).isZero();

    // One is back: they go on, without anybody asking for it.
    startsInDmz("dmz-3");
    await().atMost(PATIENCE).until(() -> installed().size() == 2 * EACH);
    assertThat(installers()).hasSize(2 * EACH).allSatisfy((server, times) -> assertThat(times).isEqualTo(1));
    assertThat(mostAtOnce()).isEqualTo(1);
    assertThat(unserved()).hasSize(EACH / 2);
    assertThat(counted("office", "convoy.operations.recorded")).isEqualTo(OUTCOMES * EACH);
    await().atMost(PATIENCE).until(() -> gauge("convoy.operations.unserved", "dmz") == 0);
  }
}
