package dev.convoy.inventory.command;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GatePlan;
import dev.convoy.events.common.GatePolicy;
import dev.convoy.events.common.GroupPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a wave goes: what its gates wait for, and when it may cut over.
 *
 * @param approvals gates that wait for an approval; the others open by themselves
 * @param windowStart no cutover is authorized before; null = any time
 * @param windowEnd by then users are served again; null = open
 * @param deadline by then every server has ended or is parked; null = none
 * @param soak time between CutoverDone and a finalization by itself; null = as configured
 * @param despiteFaults gates open also for servers whose launch would fail, as far as that was looked at
 * @param testKeep how long the instance of a passed test is kept for people to look at; null = not at all
 */
public record WavePlan(
    List<Gate> approvals,
    GroupPolicy groupPolicy,
    @Nullable Instant windowStart,
    @Nullable Instant windowEnd,
    @Nullable Instant deadline,
    @Nullable Duration soak,
    boolean despiteFaults,
    @Nullable Duration testKeep) {

  /** The four gates in their order. */
  public static final List<Gate> GATES = List.of(Gate.BUILD, Gate.TEST, Gate.CUTOVER, Gate.FINALIZE);

  /** Everything by itself, at any time. */
  public static final WavePlan AUTOMATIC = new WavePlan(List.of(), GroupPolicy.HOLD, null, null, null, null);

  /** One whose gates wait for faults to be mended. */
  public WavePlan(List<Gate> approvals, GroupPolicy groupPolicy, @Nullable Instant windowStart, @Nullable Instant windowEnd,
      @Nullable Instant deadline, @Nullable Duration soak) {
    this(approvals, groupPolicy, windowStart, windowEnd, deadline, soak, false);
  }

  /** One whose tests are terminated as soon as they have passed. */
  public WavePlan(List<Gate> approvals, GroupPolicy groupPolicy, @Nullable Instant windowStart, @Nullable Instant windowEnd,
      @Nullable Instant deadline, @Nullable Duration soak, boolean despiteFaults) {
    this(approvals, groupPolicy, windowStart, windowEnd, deadline, soak, despiteFaults, null);
  }

  /** What the gate of a test says of its instance; null = nothing. */
  public @Nullable Long testKeepSeconds() {
    return testKeep == null ? null : testKeep.toSeconds();
  }

  public boolean needsApproval(Gate gate) {
    return approvals.contains(gate);
  }

  /** The same plan with a gate that waits for an approval. */
  public WavePlan approving(Gate gate) {
    if (needsApproval(gate)) {
      return this;
    }
    var all = new ArrayList<>(approvals);
    all.add(gate);
    return new WavePlan(List.copyOf(all), groupPolicy, windowStart, windowEnd, deadline, soak, despiteFaults, testKeep);
  }

  /** The four gates for the event. */
  public List<GatePlan> gates(List<Gate> approved) {
    return GATES.stream().map(gate -> new GatePlan(gate,
        needsApproval(gate) ? GatePolicy.APPROVAL : GatePolicy.AUTOMATIC, approved.contains(gate))).toList();
  }
}
