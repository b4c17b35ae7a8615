package dev.convoy.replication.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.replication.follow.SourceServers;
import dev.convoy.replication.server.Sighting;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mgn.model.DescribeSourceServersRequest;
import software.amazon.awssdk.services.mgn.model.DescribeSourceServersRequestFilters;

/**
 * {@link SourceServers} on MGN. Up to 200 servers are asked for by id, which is one call whatever the account holds;
 * more are read from pages of 1,000 of the whole account, until all were seen.
 */
public final class MgnSourceServers implements SourceServers {

  /** Most ids in the filter of DescribeSourceServers (MGN model). */
  private static final int IDS_PER_CALL = 200;

  private static final int PAGE = 1000;

  private final AwsClients clients;

  public MgnSourceServers(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public Map<String, Sighting> read(AccountKey account, Set<String> sourceServerIds) {
    var filters = DescribeSourceServersRequestFilters.builder().isArchived(false);
    if (sourceServerIds.size() <= IDS_PER_CALL) {
      filters.sourceServerIDs(sourceServerIds);
    }
    var seen = new HashMap<String, Sighting>();
    String token = null;
    do {
      token = page(account, request(filters.build(), token), sourceServerIds, seen);
    } while (token != null && seen.size() < sourceServerIds.size());
    return seen;
  }

  private @Nullable String page(
      AccountKey account, DescribeSourceServersRequest request, Set<String> wanted, Map<String, Sighting> seen) {
    var answer = MgnReads.read(() -> clients.mgnReader(account).describeSourceServers(request));
    answer.items().stream()
        .filter(server -> wanted.contains(server.sourceServerID()))
        .forEach(server -> seen.put(server.sourceServerID(), MgnSighting.of(server)));
    return answer.nextToken();
  }

  private static DescribeSourceServersRequest request(
      DescribeSourceServersRequestFilters filters, @Nullable String token) {
    return DescribeSourceServersRequest.builder().filters(filters).maxResults(PAGE).nextToken(token).build();
  }

  @Override
  public Answer<Boolean> start(AccountKey account, String sourceServerId) {
    return AwsCalls.change(() -> {
      clients.mgnWriter(account).startReplication(request -> request.sourceServerID(sourceServerId));
      return true;
    });
  }

  @Override
  public Answer<Boolean> retry(AccountKey account, String sourceServerId) {
    return AwsCalls.change(() -> {
      clients.mgnWriter(account).retryDataReplication(request -> request.sourceServerID(sourceServerId));
      return true;
    });
  }
}
