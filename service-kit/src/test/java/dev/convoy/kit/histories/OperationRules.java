package dev.convoy.kit.histories;

import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.OperationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for the table of wanted operations of every decider: one entry for each (kind, round, attempt), no id comes
 * back once its operation has ended, and an attempt follows only on one that was seen to end.
 */
final class OperationRules {

  /** Every id that ever stood, and whether its end was seen. */
  private final Map<OperationId, Boolean> ended = new HashMap<>();
  private final Map<String, OperationHeader> latest = new HashMap<>();

  /** @param reported id of the operation that the input was the outcome of; null for any other input */
  void changed(List<? extends Operation> before, List<? extends Operation> after, OperationId reported,
      Set<String> mayBeLeft, Set<String> mayComeBack) {
    if (reported != null && !stands(after, reported)) {
      ended.put(reported, true);
    }
    if (after == before) {
      return;
    }
    if (after.size() > 1) {
      assertThat(after.stream().map(Operation::id).distinct()).as("one operation for each kind, round and attempt").hasSize(after.size());
    }
    for (var operation : after) {
      if (!stands(before, operation.id())) {
        begun(operation.header(), mayBeLeft, mayComeBack);
      }
    }
  }

  private static boolean stands(List<? extends Operation> operations, OperationId id) {
    for (var operation : operations) {
      if (operation.id().equals(id)) {
        return true;
      }
    }
    return false;
  }

  private void begun(OperationHeader header, Set<String> mayBeLeft, Set<String> mayComeBack) {
    var work = header.kind() + ":" + header.round();
    var previous = latest.put(work, header);
    assertThat(header.attempt()).as("attempt of %s", header).isPositive();
    if (previous == null) {
      ended.putIfAbsent(header.id(), false);
      return;
    }
    if (!mayComeBack.contains(header.kind())) {
      assertThat(header.attempt()).as("an operation id is used once: %s", header).isGreaterThan(previous.attempt());
    }
    if (!mayBeLeft.contains(header.kind()) && !mayComeBack.contains(header.kind())) {
      assertThat(ended.getOrDefault(previous.id(), false))
          .as("the end of %s was seen before %s was wanted", previous.id(), header.id()).isTrue();
    }
    ended.putIfAbsent(header.id(), false);
  }
}
