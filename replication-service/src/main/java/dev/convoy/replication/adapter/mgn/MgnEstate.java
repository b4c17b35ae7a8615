package dev.convoy.replication.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.replication.estate.EstateGateway;
import dev.convoy.replication.estate.FoundServer;
import dev.convoy.replication.server.ReadRefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mgn.model.JobStatus;
import software.amazon.awssdk.services.mgn.model.NetworkInterface;
import software.amazon.awssdk.services.mgn.model.ParticipatingServer;
import software.amazon.awssdk.services.mgn.model.SourceProperties;
import software.amazon.awssdk.services.mgn.model.SourceServer;

/** {@link EstateGateway} on MGN, by pages. */
public final class MgnEstate implements EstateGateway {

  private static final int PAGE = 1000;

  /** No job of MGN runs for longer. */
  private static final Duration LONGEST_JOB = Duration.ofDays(7);

  private final AwsClients clients;
  private final Clock clock;

  public MgnEstate(AwsClients clients, Clock clock) {
    this.clients = clients;
    this.clock = clock;
  }

  @Override
  public List<FoundServer> servers(AccountKey account) {
    try {
      var inJobs = inJobs(account);
      var found = new ArrayList<FoundServer>();
      // Whether archived servers are hidden when the filter is left out is not documented, so it is always set.
      for (var archived : List.of(false, true)) {
        MgnReads.read(() -> clients.mgnReader(account)
            .describeSourceServersPaginator(r -> r.filters(f -> f.isArchived(archived)).maxResults(PAGE))
            .items().stream().toList()).forEach(server -> found.add(found(server, archived, inJobs)));
      }
      return found;
    } catch (ReadRefusedException e) {
      if (e.code().equals("UninitializedAccountException")) {
        return List.of();
      }
      throw e;
    }
  }

  private Set<String> inJobs(AccountKey account) {
    var from = clock.instant().minus(LONGEST_JOB).toString();
    return new HashSet<>(MgnReads.read(() -> clients.mgnReader(account)
        .describeJobsPaginator(r -> r.filters(f -> f.fromDate(from)).maxResults(PAGE)).items().stream()
        .filter(job -> job.status() != JobStatus.COMPLETED).flatMap(job -> job.participatingServers().stream())
        .map(ParticipatingServer::sourceServerID).toList()));
  }

  private static FoundServer found(SourceServer server, boolean archived, Set<String> inJobs) {
    var lifecycle = server.lifeCycle();
    var replication = server.dataReplicationInfo();
    return new FoundServer(server.sourceServerID(), text(server.userProvidedID()), names(server.sourceProperties()),
        addresses(server.sourceProperties()), lifecycle == null ? "" : text(lifecycle.stateAsString()),
        replication == null ? "" : text(replication.dataReplicationStateAsString()), archived,
        inJobs.contains(server.sourceServerID()), macAddresses(server.sourceProperties()), instance(server.sourceProperties()));
  }

  private static Set<String> names(@Nullable SourceProperties properties) {
    var hints = properties == null ? null : properties.identificationHints();
    return hints == null ? Set.of() : Stream.of(text(hints.hostname()), text(hints.fqdn()))
        .filter(name -> !name.isBlank()).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Those of every network interface, but not by which every host calls itself. The rest of 127.0.0.0/8 is nobody's but where
   * many hosts are one machine, as in the lab.
   */
  private static Set<String> addresses(@Nullable SourceProperties properties) {
    return properties == null ? Set.of() : properties.networkInterfaces().stream().map(NetworkInterface::ips)
        .flatMap(List::stream).filter(ip -> !ip.startsWith("127.0.") && !ip.equals("::1"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> macAddresses(@Nullable SourceProperties properties) {
    return properties == null ? Set.of() : properties.networkInterfaces().stream().map(NetworkInterface::macAddress)
        .map(MgnEstate::text).filter(mac -> !mac.isBlank()).collect(Collectors.toUnmodifiableSet());
  }

  private static String instance(@Nullable SourceProperties properties) {
    var hints = properties == null ? null : properties.identificationHints();
    return hints == null ? "" : text(hints.awsInstanceID());
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
