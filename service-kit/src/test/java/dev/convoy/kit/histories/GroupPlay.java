package dev.convoy.kit.histories;

import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.GroupDecider;
import dev.convoy.schemas.AvroModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A history of one group: messages of its members in any order, ticks, repeats at once and late. */
public abstract class GroupPlay<H extends Record, W extends Record> implements PhasedPlay {

  static {
    AvroModel.get(); // Avro builds events of trusted packages only
  }

  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final GroupDecider<H, W> decider;
  private final MapRows<W> rows = new MapRows<>();
  private final List<Record> messages = new ArrayList<>();
  private final Set<String> taken = new TreeSet<>();
  private H header;
  private int length;
  private Instant now = BEGINNING;

  protected GroupPlay(GroupDecider<H, W> decider, String group) {
    this.decider = decider;
    this.header = decider.initial(group);
  }

  /** Messages that may reach the group where it stands. */
  protected abstract List<Record> messages(Random random);

  /** One message of each type at least, whether it may come now or not. */
  protected abstract List<Record> everyMessage();

  /** Where a group stands, for the table of all pairs of phase and message. */
  protected abstract Enum<?> phase(H of);

  /** Holds the group's own rules. */
  protected abstract void check(H before, @Nullable Record message, H after, Emitter out);

  /** True if an older message may come again after newer ones without any effect. */
  protected boolean lateRepeatsAreSilent() {
    return false;
  }

  @Override
  public final Enum<?> phase() {
    return phase(header);
  }

  @Override
  public final int length() {
    return length;
  }

  @Override
  public final Set<String> taken() {
    return Set.copyOf(taken);
  }

  /** Decides as if the message came now, and changes nothing; null for a tick. */
  final void wouldTake(@Nullable Record message) {
    decider.wakeAt(decider.decide(header, rows.fork(), message, new Emitter(), now));
  }

  public final H header() {
    return header;
  }

  public final Map<String, W> rows() {
    return rows.copy();
  }

  public final Instant now() {
    return now;
  }

  @Override
  public Step draw(Random random) {
    var at = now.plusMillis(1 + (random.nextInt(5) == 0 ? random.nextInt(7_200_000) : random.nextInt(20_000)));
    int dice = random.nextInt(100);
    if (dice < 15) {
      var wake = decider.wakeAt(header);
      return Step.tick(wake == null || wake.isBefore(at) ? at : wake);
    }
    if (dice < 20 && lateRepeatsAreSilent() && !messages.isEmpty()) {
      return Step.redelivered(at, 1 + random.nextInt(messages.size()));
    }
    var all = messages(random);
    return Step.given(at, all.get(random.nextInt(all.size())));
  }

  @Override
  public void apply(Step step) {
    now = step.at();
    length++;
    if (step.kind() == Step.Kind.REDELIVERED) {
      feed(null);
      List.copyOf(messages.subList(Math.max(0, messages.size() - step.last()), messages.size())).forEach(this::silent);
    } else {
      feed((Record) step.what());
    }
  }

  private void feed(@Nullable Record message) {
    var before = header;
    var phase = phase(before);
    var out = new Emitter();
    header = decider.decide(before, rows, message, out, now);
    note(phase, out);
    check(before, message, header, out);
    var wake = decider.wakeAt(header);
    if (message == null) {
      assertThat(wake == null || wake.isAfter(now) || !header.equals(before)).as("woken at %s without effect: %s", wake,
          header).isTrue();
    } else {
      messages.add(message);
      if (wake == null || wake.isAfter(now)) {
        silent(message);
      }
    }
  }

  private void note(Enum<?> before, Emitter out) {
    if (before != phase()) {
      taken.add(before + " -> " + phase());
    }
    out.events().forEach(event -> taken.add(Published.name(event)));
    out.sends().forEach(send -> taken.add(send.message().getClass().getSimpleName()));
  }

  /** A repeat publishes nothing and changes nothing; an answer may be given again. */
  private void silent(Record message) {
    var out = new Emitter();
    var known = rows.copy();
    var again = decider.decide(header, rows, message, out, now);
    assertThat(out.events()).as("events of a repeated %s", message).isEmpty();
    assertThat(again).as("header after a repeated %s", message).isEqualTo(header);
    assertThat(rows.copy()).as("rows after a repeated %s", message).isEqualTo(known);
  }
}
