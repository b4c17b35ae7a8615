package dev.convoy.replication.server;

import dev.convoy.kit.core.DeciderScenario;
import dev.convoy.kit.core.OutcomeHeader;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.replication.quota.QuotaAnswer;
import dev.convoy.replication.quota.QuotaMessage;
import dev.convoy.replication.quota.QuotaPool;
import dev.convoy.replication.quota.QuotaRow;
import dev.convoy.replication.server.ReplicationOutcome.AccountReady;
import dev.convoy.replication.server.ReplicationOutcome.ReplicationSighted;
import dev.convoy.schemas.registry.InMemoryRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything that this service writes to Kafka comes back as it was. */
class StoredFormsTest {

  private final Codecs codecs = new Codecs(new InMemoryRegistry());
  private final ReplicationDecider decider = new ReplicationDecider(Journey.POLICY);

  @ParameterizedTest
  @EnumSource
  void statesAndOperationsOfEveryPhase(Phase phase) {
    var state = Journey.to(phase, DeciderScenario.coverage()).state();
    comesBack(ServerState.class, state);
    decider.wanted(state).forEach(operation -> comesBack(ReplicationOperation.class, operation));
  }

  @Test
  void outcomesAndPrivateMessages() {
    var header = new OutcomeHeader(Journey.SERVER, "FollowReplication", 1, 1, Instant.EPOCH);
    comesBack(ReplicationOutcome.class, new AccountReady(header, 150, List.of("subnet differs")));
    comesBack(ReplicationOutcome.class,
        new ReplicationSighted(header, Journey.continuous(Duration.ofSeconds(3), Instant.EPOCH)));
    comesBack(ReplicationOutcome.class, new ReplicationSighted(header, Sighting.absent()));
    comesBack(ReplicationOutcome.class, new ReplicationOutcome.LaunchForeseen(header, List.of(Journey.PASSING)));
    var foreseen = Journey.foreseen(DeciderScenario.coverage());
    foreseen.after(Duration.ofMinutes(15)).when(ReplicationOperation.CheckLaunch.class,
        o -> new ReplicationOutcome.LaunchForeseen(Journey.header(o, foreseen.now()), List.of(Journey.PASSING)));
    comesBack(ServerState.class, foreseen.state());
    comesBack(ReplicationOperation.class, foreseen.wanted(ReplicationOperation.CheckLaunch.class));
    comesBack(QuotaMessage.class, new QuotaMessage.TakePlace(Journey.SERVER, 150, 1));
    comesBack(QuotaMessage.class, new QuotaMessage.ReturnPlace(Journey.SERVER));
    comesBack(QuotaAnswer.class, new QuotaAnswer.PlaceTaken(Journey.SERVER, 1));
    comesBack(QuotaPool.class, new QuotaPool("111122223333/eu-central-1", 150, 3, 2, 7));
    comesBack(QuotaRow.class, new QuotaRow(Journey.SERVER, 7, false, 1));
  }

  private <T> void comesBack(Class<T> type, T value) {
    assertThat(codecs.read(type, "topic", codecs.write(type, "topic", value))).isEqualTo(value);
  }
}
