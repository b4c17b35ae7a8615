package dev.convoy.replication.quota;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.GroupDecider;
import dev.convoy.kit.core.Rows;
import dev.convoy.replication.quota.QuotaAnswer.PlaceTaken;
import dev.convoy.replication.quota.QuotaMessage.ReturnPlace;
import dev.convoy.replication.quota.QuotaMessage.TakePlace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the places for actively replicating servers of an account and region (quota L-9A599620, 150 by default),
 * first come first served.
 */
public final class QuotaDecider implements GroupDecider<QuotaPool, QuotaRow> {

  /** Topic by which a pool is reached, keyed by account and region. */
  public static final String REQUESTS = "replication.quota-requests";

  /** Topic of the answers, keyed by server. */
  public static final String ANSWERS = "replication.quota-answers";

  @Override
  public QuotaPool initial(String group) {
    return new QuotaPool(group, 0, 0, 0, 1);
  }

  @Override
  public QuotaPool decide(
      QuotaPool pool, Rows<QuotaRow> rows, @Nullable Record message, Emitter out, Instant now) {
    return switch (message) {
      case TakePlace take -> serveQueue(take(pool.withMax(take.max()), rows, take, out), rows, out);
      case ReturnPlace back -> serveQueue(giveBack(pool, rows, back.serverId()), rows, out);
      case null, default -> pool;
    };
  }

  private static QuotaPool take(QuotaPool pool, Rows<QuotaRow> rows, TakePlace take, Emitter out) {
    var serverId = take.serverId();
    if (rows.get(QuotaRow.byServer(serverId)) != null) {
      return pool;
    }
    if (pool.waiting() == 0 && pool.taken() < pool.max()) {
      return grant(pool, rows, serverId, take.registration(), out);
    }
    var row = new QuotaRow(serverId, pool.nextTicket(), false, take.registration());
    rows.put(QuotaRow.byServer(serverId), row);
    rows.put(QuotaRow.byTicket(row.ticket()), row);
    return pool.queued();
  }

  private static QuotaPool giveBack(QuotaPool pool, Rows<QuotaRow> rows, String serverId) {
    var row = rows.get(QuotaRow.byServer(serverId));
    if (row == null) {
      return pool;
    }
    rows.remove(QuotaRow.byServer(serverId));
    if (row.taken()) {
      return pool.returned();
    }
    rows.remove(QuotaRow.byTicket(row.ticket()));
    return pool.unqueued();
  }

  private static QuotaPool serveQueue(QuotaPool pool, Rows<QuotaRow> rows, Emitter out) {
    var current = pool;
    while (current.waiting() > 0 && current.taken() < current.max()) {
      var first = firstInQueue(rows);
      rows.remove(QuotaRow.byTicket(first.ticket()));
      current = grant(current.unqueued(), rows, first.serverId(), first.registration(), out);
    }
    return current;
  }

  private static QuotaRow firstInQueue(Rows<QuotaRow> rows) {
    try (var all = rows.all()) {
      return all.findFirst().orElseThrow().getValue();
    }
  }

  private static QuotaPool grant(
      QuotaPool pool, Rows<QuotaRow> rows, String serverId, int registration, Emitter out) {
    rows.put(QuotaRow.byServer(serverId), new QuotaRow(serverId, 0, true, registration));
    out.send(ANSWERS, serverId, new PlaceTaken(serverId, registration));
    return pool.granted();
  }

  @Override
  public @Nullable Instant wakeAt(QuotaPool pool) {
    return null;
  }
}
