package dev.convoy.launch.movegroup;

import dev.convoy.events.common.Tier;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Rows;
import dev.convoy.launch.movegroup.MoveGroup.Phase;
import dev.convoy.launch.movegroup.MoveGroup.Plan;
import dev.convoy.launch.movegroup.MoveMessage.JoinMoveGroup;
import dev.convoy.launch.movegroup.MoveMessage.MemberReached;
import dev.convoy.launch.movegroup.MoveMessage.OfMember;
import dev.convoy.launch.movegroup.MoveMessage.RollbackAsked;
import dev.convoy.launch.movegroup.MoveRow.Step;
import dev.convoy.launch.slots.Purpose;
import dev.convoy.launch.slots.SlotMessage.ReleaseSlots;
import dev.convoy.launch.slots.SlotMessage.RequestSlots;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The rows of a move group during one decision, with what is said to their servers and to the slot pool. */
final class Members {

  private static final String ANSWERS = "launch.move-answers";
  private static final String SLOTS = "launch.slot-requests";
  private static final int MOST_NAMED = 5;

  private final String group;
  private final Rows<MoveRow> rows;
  private final Emitter out;
  private final Map<String, MoveRow> all = new TreeMap<>();

  Members(String group, Rows<MoveRow> rows, Emitter out) {
    this.group = group;
    this.rows = rows;
    this.out = out;
    try (var stored = rows.all()) {
      stored.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    }
  }

  /** Brings an answer to one member. */
  private interface Saying {
    Record to(String serverId, int round, int attempt);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  int count() {
    return all.size();
  }

  boolean has(OfMember message) {
    var row = all.get(message.serverId());
    return row != null && row.isOf(message);
  }

  boolean all(Step step) {
    return all.values().stream().allMatch(row -> row.step().atLeast(step));
  }

  boolean noneLeaving() {
    return all.values().stream().noneMatch(row -> row.step() == Step.LEAVING);
  }

  /** Served by its target: it leaves because it is finalized. */
  boolean isMoved(String serverId) {
    var row = all.get(serverId);
    return row != null && row.step() == Step.DONE;
  }

  /** @return false if the membership is known already or an older one */
  boolean join(JoinMoveGroup join) {
    var known = all.get(join.serverId());
    if (known != null && !known.isOlderThan(join)) {
      return false;
    }
    put(join.serverId(), MoveRow.joined(join));
    return true;
  }

  void remove(String serverId) {
    all.remove(serverId);
    rows.remove(serverId);
  }

  void reached(MemberReached reached) {
    var row = all.get(reached.serverId());
    if (row != null) {
      put(reached.serverId(), row.reached(reached.progress()));
    }
  }

  MoveGroup askForSlots(MoveGroup header, Plan plan) {
    var asking = header.asking();
    out.send(SLOTS, plan.account(),
        new RequestSlots(group, true, Purpose.CUTOVER, asking.asked(), 1, count(), plan.waveId()));
    return asking;
  }

  MoveGroup withdrawRequest(MoveGroup header) {
    release(header, 0);
    return header;
  }

  /** Gives back the slots of those who have left or launched. */
  MoveGroup releaseSlots(MoveGroup header) {
    int held = (int) all.values().stream().filter(MoveRow::slot).count();
    if (held < header.slots()) {
      release(header, held);
    }
    return header.holding(held);
  }

  private void release(MoveGroup header, int keep) {
    var plan = header.plan();
    if (plan != null) {
      out.send(SLOTS, plan.account(), new ReleaseSlots(group, Purpose.CUTOVER, header.asked(), 1, keep));
    }
  }

  void reserved() {
    change(all.keySet(), row -> row.withSlot(true), MoveAnswer.SlotsReserved::new);
  }

  /** Tells the servers of the first tier that is not quiesced as a whole. */
  void quiesceNextTier() {
    var tier = next(Step.QUIESCED, Tier.WEB, Tier.APPLICATION, Tier.DATABASE);
    change(in(tier, Step.JOINED), row -> row.at(Step.QUIESCING), MoveAnswer.QuiesceNow::new);
  }

  MoveGroup launch(MoveGroup header) {
    change(all.keySet(), row -> row.at(Step.LAUNCHING), MoveAnswer.LaunchNow::new);
    return header.in(Phase.LAUNCHING);
  }

  /** Lets verifications count, tier by tier from the back. */
  void acceptVerified() {
    for (var tier : new Tier[] {Tier.DATABASE, Tier.APPLICATION, Tier.WEB}) {
      change(in(tier, Step.VERIFIED), row -> row.at(Step.ACCEPTED), MoveAnswer.VerificationAccepted::new);
      if (next(Step.ACCEPTED, tier) != null) {
        return;
      }
    }
  }

  boolean anyStaying() {
    return all.values().stream().anyMatch(MoveRow::isStaying);
  }

  /** @return false if it has asked so before */
  boolean isNews(RollbackAsked asked) {
    var row = all.get(asked.serverId());
    if (row == null || asked.number() <= row.asked()) {
      return false;
    }
    put(asked.serverId(), row.asking(asked.number()));
    return true;
  }

  void mayReturn(String serverId) {
    var row = all.get(serverId);
    if (row != null) {
      put(serverId, row.mayReturn());
    }
  }

  /** Those that are not served by their targets. */
  List<String> waiting() {
    return all.entrySet().stream().filter(row -> row.getValue().step() != Step.DONE).map(Map.Entry::getKey).toList();
  }

  /** Tells some that nobody goes back. */
  MoveGroup withhold(MoveGroup header, Collection<String> serverIds, String reason) {
    var next = header.withholding();
    var staying = all.entrySet().stream().filter(row -> row.getValue().isStaying()).map(Map.Entry::getKey)
        .limit(MOST_NAMED).toList();
    change(serverIds, row -> row, (server, round, attempt) ->
        new MoveAnswer.RollbackWithheld(server, round, attempt, next.withheld(), reason, staying));
    return next;
  }

  void rollBack(String reason) {
    change(all.keySet(), row -> row.at(Step.LEAVING),
        (server, round, attempt) -> new MoveAnswer.RollBackNow(server, round, attempt, reason));
  }

  /** Sends all away before anything was done to them. */
  void refuse(String code, String message, String remedy) {
    for (var serverId : List.copyOf(all.keySet())) {
      change(List.of(serverId), row -> row,
          (server, round, attempt) -> new MoveAnswer.MoveRefused(server, round, attempt, code, message, remedy));
      remove(serverId);
    }
  }

  void refuse(JoinMoveGroup join, String code, String message, String remedy) {
    out.send(ANSWERS, join.serverId(), new MoveAnswer.MoveRefused(
        join.serverId(), join.round(), join.attempt(), code, message, remedy));
  }

  /** The first of the tiers with a member that is not so far. */
  private @Nullable Tier next(Step step, Tier... tiers) {
    for (var tier : tiers) {
      if (all.values().stream().anyMatch(row -> row.tier() == tier && !row.step().atLeast(step))) {
        return tier;
      }
    }
    return null;
  }

  private Collection<String> in(@Nullable Tier tier, Step step) {
    return all.entrySet().stream().filter(e -> e.getValue().tier() == tier && e.getValue().step() == step)
        .map(Map.Entry::getKey).toList();
  }

  private void change(
      Collection<String> serverIds, UnaryOperator<MoveRow> change, Saying saying) {
    for (var serverId : List.copyOf(serverIds)) {
      var row = all.get(serverId);
      if (row != null) {
        put(serverId, change.apply(row));
        out.send(ANSWERS, serverId, saying.to(serverId, row.round(), row.attempt()));
      }
    }
  }

  private void put(String serverId, MoveRow row) {
    all.put(serverId, row);
    rows.put(serverId, row);
  }
}
