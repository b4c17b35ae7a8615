package dev.convoy.inventory.wave;

import dev.convoy.inventory.wave.WaveRow.Member;
import dev.convoy.inventory.wave.WaveRow.Unit;
import dev.convoy.kit.core.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a wave with the sums kept beside them, so that one report costs the same in a large wave as in a small
 * one. Lives for one decision.
 */
final class Members {

  private static final String UNIT = "/";

  private final Rows<WaveRow> rows;
  private WaveHeader.Counts counts;

  Members(Rows<WaveRow> rows, WaveHeader.Counts counts) {
    this.rows = rows;
    this.counts = counts;
  }

  WaveHeader.Counts counts() {
    return counts;
  }

  @Nullable Member get(String serverId) {
    var row = rows.get(serverId);
    return row == null ? null : row.member();
  }

  List<Member> all() {
    try (var stream = rows.all()) {
      return stream.map(Map.Entry::getValue).map(WaveRow::member).filter(Objects::nonNull).toList();
    }
  }

  /** Members of a unit. */
  Stream<Member> of(String unit) {
    return unit(unit).members().stream().map(this::get).filter(Objects::nonNull).map(Objects::requireNonNull);
  }

  Unit unit(String name) {
    var row = rows.get(UNIT + name);
    var unit = row == null ? null : row.unit();
    return unit == null ? Unit.EMPTY : unit;
  }

  void put(Member member) {
    var id = member.report().serverId();
    var before = get(id);
    if (before != null && !before.report().moveUnit().equals(member.report().moveUnit())) {
      remove(id);
      before = null;
    }
    rows.put(id, new WaveRow(member, null));
    counts = counts.plus(member.counts());
    if (before != null) {
      counts = counts.minus(before.counts());
    }
    adjust(member.report().moveUnit(), id, before, member);
  }

  void remove(String serverId) {
    var member = get(serverId);
    if (member != null) {
      rows.remove(serverId);
      counts = counts.minus(member.counts());
      adjust(member.report().moveUnit(), serverId, member, null);
    }
  }

  void countCutover(String name) {
    var unit = unit(name);
    rows.put(UNIT + name, new WaveRow(null,
        new Unit(unit.members(), unit.before(), unit.ready(), unit.cutovers() + 1)));
  }

  private void adjust(String name, String id, @Nullable Member before, @Nullable Member after) {
    var unit = unit(name);
    var members = unit.members();
    if ((before == null) != (after == null)) {
      members = new ArrayList<>(members);
      members.remove(id);
      if (after != null) {
        members.add(id);
      }
      members = List.copyOf(members);
    }
    var next = new Unit(members,
        unit.before() + one(after != null && after.isBeforeCutover()) - one(before != null && before.isBeforeCutover()),
        unit.ready() + one(after != null && after.isReadyForCutover())
            - one(before != null && before.isReadyForCutover()),
        unit.cutovers());
    if (!next.equals(unit)) {
      rows.put(UNIT + name, new WaveRow(null, next));
    }
  }

  private static int one(boolean yes) {
    return yes ? 1 : 0;
  }
}
