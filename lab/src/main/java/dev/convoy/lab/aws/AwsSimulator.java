package dev.convoy.lab.aws;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.lab.aws.account.IdentityOperations;
import dev.convoy.lab.aws.account.KeyOperations;
import dev.convoy.lab.aws.account.SecretOperations;
import dev.convoy.lab.aws.account.ServiceQuotaOperations;
import dev.convoy.lab.aws.cloud.AgentRegistration;
import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.Group;
import dev.convoy.lab.aws.cloud.HostedZone;
import dev.convoy.lab.aws.cloud.HostedZones;
import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.lab.aws.cloud.StateFile;
import dev.convoy.lab.aws.cloudwatch.MetricOperations;
import dev.convoy.lab.aws.door.AgentDoor;
import dev.convoy.lab.aws.door.ConsoleDoor;
import dev.convoy.lab.aws.door.ObjectDoor;
import dev.convoy.lab.aws.door.ObservationDoor;
import dev.convoy.lab.aws.door.OddityDoor;
import dev.convoy.lab.aws.door.SecretDoor;
import dev.convoy.lab.aws.door.SideDoor;
import dev.convoy.lab.aws.door.StandingDoor;
import dev.convoy.lab.aws.door.ZoneDoor;
import dev.convoy.lab.aws.ec2.CapacityOperations;
import dev.convoy.lab.aws.ec2.Ec2TagOperations;
import dev.convoy.lab.aws.ec2.ImageCopyOperations;
import dev.convoy.lab.aws.ec2.ImageOperations;
import dev.convoy.lab.aws.ec2.InstanceAttributeOperations;
import dev.convoy.lab.aws.ec2.InstanceOperations;
import dev.convoy.lab.aws.ec2.InstanceTypeOperations;
import dev.convoy.lab.aws.ec2.KeyPairOperations;
import dev.convoy.lab.aws.ec2.LaunchTemplateOperations;
import dev.convoy.lab.aws.ec2.NetworkOperations;
import dev.convoy.lab.aws.ec2.PlaceOperations;
import dev.convoy.lab.aws.ec2.SnapshotOperations;
import dev.convoy.lab.aws.ec2.VolumeOperations;
import dev.convoy.lab.aws.mgn.ConnectorOperations;
import dev.convoy.lab.aws.mgn.GroupOperations;
import dev.convoy.lab.aws.mgn.JobOperations;
import dev.convoy.lab.aws.mgn.LaunchConfigurationOperations;
import dev.convoy.lab.aws.mgn.LaunchConfigurationTemplateOperations;
import dev.convoy.lab.aws.mgn.LaunchOperations;
import dev.convoy.lab.aws.mgn.LifeCycleOperations;
import dev.convoy.lab.aws.mgn.MembershipOperations;
import dev.convoy.lab.aws.mgn.PostLaunchOperations;
import dev.convoy.lab.aws.mgn.ReplicationConfigurationOperations;
import dev.convoy.lab.aws.mgn.ReplicationOperations;
import dev.convoy.lab.aws.mgn.ReplicationTemplateOperations;
import dev.convoy.lab.aws.mgn.SourceServerOperations;
import dev.convoy.lab.aws.mgn.TagOperations;
import dev.convoy.lab.aws.mgn.TransferOperations;
import dev.convoy.lab.aws.route53.NameOperations;
import dev.convoy.lab.aws.ssm.CommandOperations;
import dev.convoy.lab.aws.ssm.DocumentOperations;
import dev.convoy.lab.aws.ssm.ManagedInstanceOperations;
import dev.convoy.lab.aws.sts.SecurityTokenOperations;
import dev.convoy.lab.aws.wire.AgentLedger;
import dev.convoy.lab.aws.wire.Counters;
import dev.convoy.lab.aws.wire.Dispatcher;
import dev.convoy.lab.aws.wire.FaultRule;
import dev.convoy.lab.aws.wire.Faults;
import dev.convoy.lab.aws.wire.Ledger;
import dev.convoy.lab.aws.wire.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MGN, EC2, STS, IAM, KMS, Route 53, SSM, Secrets Manager, Service Quotas and reads of CloudWatch on one HTTP port, with the lab's
 * side door under {@code /_lab}.
 */
public final class AwsSimulator implements AutoCloseable {

  private static final int BACKLOG = 1024;

  private final HttpServer server;
  private final ExecutorService requests;
  private final Cloud cloud;
  private final Ledger ledger;
  private final Faults faults;
  private final Upkeep upkeep;
  private final String host;

  private AwsSimulator(String host, HttpServer server, Cloud cloud, Ledger ledger, Faults faults, Upkeep upkeep) {
    this.faults = faults;
    this.host = host;
    this.cloud = cloud;
    this.server = server;
    this.ledger = ledger;
    this.upkeep = upkeep;
    this.requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("aws-", 0).factory());
    server.setExecutor(requests);
  }

  /**
   * Starts a simulator; it answers when this returns.
   *
   * @throws UncheckedIOException if the port is taken or the data cannot be read
   */
  public static AwsSimulator start(AwsSimulatorSettings settings) {
    tuneServer();
    try {
      return open(settings);
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9407] AWS simulator: could not start on " + settings.host() + ":"
          + settings.port() + "; free the port or give another", e);
    }
  }

  private static AwsSimulator open(AwsSimulatorSettings settings) throws IOException {
    var clock = Clock.systemUTC();
    var file = settings.dataFile() == null ? null : new StateFile(settings.dataFile());
    var state = file == null ? Cloud.State.empty(clock.instant()) : file.load(clock.instant());
    var cloud = new Cloud(
        state, settings.accounts(), settings.seed(), settings.speed(), settings.durations(), clock);
    var ledger = new Ledger(ledgerFile(settings.dataFile()));
    var ofOthers = new Ledger(null);
    var counters = new Counters();
    var faults = new Faults(settings.seed());
    var server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
    server.createContext("/", new Dispatcher(cloud, operations(settings, cloud, faults), ledger, ofOthers, counters,
        faults));
    server.createContext("/_lab", new SideDoor(Stream.of(
        new AgentDoor(cloud, settings.region(), new AgentRegistration(settings.quotas()), new AgentLedger(ledger)).routes(),
        new ConsoleDoor(cloud).routes(), new OddityDoor(cloud).routes(), new SecretDoor(cloud).routes(),
        new ObjectDoor(cloud).routes(),
        new ZoneDoor(cloud).routes(),
        new StandingDoor(cloud).routes(),
        new ObservationDoor(cloud, ledger, ofOthers, counters, faults).routes()).flatMap(List::stream).toList()));
    var simulator =
        new AwsSimulator(settings.host(), server, cloud, ledger, faults, Upkeep.start(cloud, settings.targets(), file));
    server.start();
    return simulator;
  }

  /** Everything that it answers; any other operation is refused as unknown. */
  static Stream<Operation> operations(AwsSimulatorSettings settings, Cloud cloud, Faults faults) {
    return Stream.of(
        new SourceServerOperations().operations(),
        new ReplicationTemplateOperations().operations(),
        new ReplicationConfigurationOperations().operations(),
        new ReplicationOperations(settings.quotas(), faults).operations(),
        new LaunchConfigurationTemplateOperations().operations(),
        new LaunchConfigurationOperations().operations(),
        new LaunchOperations(settings.quotas(), faults).operations(),
        new JobOperations().operations(),
        new LifeCycleOperations().operations(),
        new TagOperations().operations(),
        new GroupOperations(Group.Kind.APPLICATION).operations(),
        new GroupOperations(Group.Kind.WAVE).operations(),
        new MembershipOperations().operations(),
        new ConnectorOperations().operations(),
        new PostLaunchOperations().operations(),
        new TransferOperations(cloud.objects()).operations(),
        new InstanceOperations().operations(),
        new SnapshotOperations(faults).operations(),
        new VolumeOperations().operations(),
        new ImageOperations(faults).operations(),
        new ImageCopyOperations(cloud).operations(),
        new KeyPairOperations().operations(),
        new InstanceAttributeOperations().operations(),
        new PlaceOperations().operations(),
        new InstanceTypeOperations().operations(),
        new LaunchTemplateOperations().operations(),
        new NetworkOperations().operations(),
        new Ec2TagOperations().operations(),
        new CapacityOperations(cloud.oddities()).operations(),
        new ServiceQuotaOperations(settings.quotas(), cloud.oddities()).operations(),
        new IdentityOperations(cloud.oddities(), settings.roles()).operations(),
        new KeyOperations(cloud.oddities()).operations(),
        new SecretOperations(cloud.secrets()).operations(),
        new NameOperations().operations(),
        new MetricOperations().operations(),
        new CommandOperations().operations(),
        new DocumentOperations(cloud).operations(),
        new ManagedInstanceOperations().operations(),
        new SecurityTokenOperations(cloud, settings.roles()).operations()).flatMap(o -> o);
  }

  private static @Nullable Path ledgerFile(@Nullable Path dataFile) {
    return dataFile == null ? null : dataFile.resolveSibling(dataFile.getFileName() + ".ledger.jsonl");
  }

  /**
   * Settings that the JDK's server reads once: no delay of small answers, and no closing of idle connections before
   * the SDKs do (60 s), which would look like lost answers.
   */
  private static void tuneServer() {
    List.of("sun.net.httpserver.nodelay=true", "sun.net.httpserver.maxIdleConnections=10000",
        "sun.net.httpserver.idleInterval=300").forEach(setting -> {
          var parts = setting.split("=", 2);
          if (System.getProperty(parts[0]) == null) {
            System.setProperty(parts[0], parts[1]);
          }
        });
  }

  /** Where clients reach it. */
  public URI endpoint() {
    return URI.create("http://" + host + ":" + port());
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Puts a text into Secrets Manager, as its current version. */
  public void putSecret(String account, String region, String name, String text) {
    cloud.secrets().put(account, region, name, "AWSCURRENT", text, Instant.now());
  }

  /** Opens a hosted zone; one of this id that is there already stays as it is. */
  public void openZone(String account, String id, String name, List<RecordSet> records) {
    var region = cloud.region(account, HostedZones.REGION);
    region.locked(now -> region.hostedZones().open(new HostedZone.State(id, name, false, records)));
  }

  /** Replaces the faults that are planted. */
  public void plant(List<FaultRule> rules) {
    faults.plant(rules);
  }

  /** What somebody else does in the console of an account. */
  public ForeignEstate foreignEstate(String account, String region) {
    return new ForeignEstate(cloud, cloud.region(account, region));
  }

  /** Adds a handler for a path prefix, which goes before shorter ones. */
  public void mount(String pathPrefix, HttpHandler handler) {
    server.createContext(pathPrefix, handler);
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    upkeep.close();
    try {
      ledger.close();
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9408] AWS simulator: could not close the ledger", e);
    }
  }
}
