package dev.convoy.agent.adapter.aws;

import dev.convoy.agent.install.KnownSourceServers;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsClients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.mgn.model.DataReplicationState;
import software.amazon.awssdk.services.mgn.model.LifeCycleState;
import software.amazon.awssdk.services.mgn.model.SourceServer;
import software.amazon.awssdk.services.mgn.model.UninitializedAccountException;

/** Asks MGN. */
public final class MgnSourceServers implements KnownSourceServers {

  private static final int PAGE = 1000;

  private final AwsClients clients;

  public MgnSourceServers(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public boolean knows(AccountKey account, String sourceServerId) {
    return find(account, sourceServerId).isPresent();
  }

  @Override
  public Map<String, Long> replicatedDisks(AccountKey account, String sourceServerId) {
    var disks = new LinkedHashMap<String, Long>();
    find(account, sourceServerId).map(SourceServer::dataReplicationInfo).ifPresent(replication ->
        replication.replicatedDisks().stream().filter(disk -> disk.deviceName() != null).forEach(disk ->
            disks.put(disk.deviceName(), disk.totalStorageBytes() == null ? 0 : disk.totalStorageBytes())));
    return disks;
  }

  @Override
  public Optional<Listed> listed(AccountKey account, String sourceServerId) {
    return find(account, sourceServerId).map(MgnSourceServers::listed);
  }

  @Override
  public Optional<Listed> listedFor(AccountKey account, String userProvidedId) {
    var found = ask(() -> clients.mgnReader(account).describeSourceServersPaginator(
            request -> request.maxResults(PAGE).filters(filters -> filters.isArchived(false))).items().stream()
        .filter(server -> userProvidedId.equals(server.userProvidedID())).limit(2).toList());
    return found.size() == 1 ? Optional.of(listed(found.getFirst())) : Optional.empty();
  }

  /** Where MGN is not initialised it lists nothing. */
  private static List<SourceServer> ask(Supplier<List<SourceServer>> call) {
    try {
      return AwsCalls.read(call);
    } catch (UninitializedAccountException e) {
      return List.of();
    }
  }

  private static Listed listed(SourceServer server) {
    var properties = server.sourceProperties();
    var hints = properties == null ? null : properties.identificationHints();
    var replication = server.dataReplicationInfo();
    var lifeCycle = server.lifeCycle();
    return new Listed(server.sourceServerID(), Objects.requireNonNullElse(server.userProvidedID(), ""),
        hints == null || hints.hostname() == null ? "" : hints.hostname(),
        (replication == null || replication.dataReplicationState() != DataReplicationState.DISCONNECTED)
            && (lifeCycle == null || lifeCycle.state() != LifeCycleState.DISCONNECTED));
  }

  private Optional<SourceServer> find(AccountKey account, String sourceServerId) {
    return ask(() -> clients.mgnReader(account).describeSourceServers(
            request -> request.filters(filters -> filters.sourceServerIDs(sourceServerId).isArchived(false))).items()).stream()
        .filter(server -> sourceServerId.equals(server.sourceServerID())).findFirst();
  }
}
