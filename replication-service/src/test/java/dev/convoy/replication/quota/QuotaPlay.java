package dev.convoy.replication.quota;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.histories.GroupPlay;
import dev.convoy.replication.quota.QuotaMessage.ReturnPlace;
import dev.convoy.replication.quota.QuotaMessage.TakePlace;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that ask for the places of an account whose quota changes now and then. */
final class QuotaPlay extends GroupPlay<QuotaPool, QuotaRow> {

  /** What is looked at apart. */
  enum Standing { EMPTY, TAKEN, QUEUE }

  QuotaPlay() {
    super(new QuotaDecider(), "111122223333/eu-central-1");
  }

  @Override
  protected List<Record> messages(Random random) {
    var server = "s-" + random.nextInt(6);
    return List.of(new TakePlace(server, 3, 0), new TakePlace(server, 3 + random.nextInt(2), 0), new ReturnPlace(server));
  }

  @Override
  protected List<Record> everyMessage() {
    return Stream.of("s-0", "s-5", "stranger").<Record>flatMap(server -> Stream.of(new TakePlace(server, 0, 0),
        new TakePlace(server, 3, 0), new TakePlace(server, 9, 0), new ReturnPlace(server))).toList();
  }

  @Override
  protected Enum<?> phase(QuotaPool of) {
    return of.waiting() > 0 ? Standing.QUEUE : of.taken() > 0 ? Standing.TAKEN : Standing.EMPTY;
  }

  @Override
  protected void check(QuotaPool before, @Nullable Record message, QuotaPool pool, Emitter out) {
    var servers = rows().entrySet().stream().filter(row -> row.getKey().startsWith("server|")).toList();
    assertThat(pool.taken()).as("places taken").isBetween(0, Math.max(pool.max(), before.taken()))
        .isEqualTo((int) servers.stream().filter(row -> row.getValue().taken()).count());
    assertThat(pool.waiting()).as("servers that wait").isEqualTo(servers.size() - pool.taken())
        .isEqualTo(rows().size() - servers.size());
    assertThat(pool.waiting() > 0 && pool.taken() < pool.max()).as("a free place while servers wait").isFalse();
  }
}
