package dev.convoy.replication.follow;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.replication.server.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.mgn.model.MgnException;

/** Source servers in memory. */
public final class FakeSourceServers implements SourceServers {

  public final Map<String, Sighting> servers = new HashMap<>();
  final List<Set<String>> reads = new ArrayList<>();
  final List<String> started = new ArrayList<>();
  final List<String> retried = new ArrayList<>();
  @Nullable String refusal;

  /** A source server in a state, without lag. */
  public static Sighting in(String state) {
    return new Sighting(state, "READY_FOR_TEST", Duration.ZERO, 100, 100, 0, null, null, Instant.EPOCH);
  }

  /** Ids of each look. */
  public List<Set<String>> reads() {
    return List.copyOf(reads);
  }

  @Override
  public Map<String, Sighting> read(AccountKey account, Set<String> sourceServerIds) {
    reads.add(sourceServerIds);
    var seen = new HashMap<>(servers);
    seen.keySet().retainAll(sourceServerIds);
    return seen;
  }

  @Override
  public Answer<Boolean> start(AccountKey account, String sourceServerId) {
    return answer(sourceServerId, started);
  }

  @Override
  public Answer<Boolean> retry(AccountKey account, String sourceServerId) {
    return answer(sourceServerId, retried);
  }

  private Answer<Boolean> answer(String sourceServerId, List<String> accepted) {
    if (refusal != null) {
      return new Answer.Refused<>(refusal, "refused",
          (MgnException) MgnException.builder().message("refused").build());
    }
    accepted.add(sourceServerId);
    return new Answer.Ok<>(true);
  }
}
