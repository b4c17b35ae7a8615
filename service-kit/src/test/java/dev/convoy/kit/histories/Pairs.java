package dev.convoy.kit.histories;

import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.core.OutcomeHeader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives every kind of input to a server or a group in every phase: no pair may throw. The states come from random
 * histories, so that each phase is looked at as it is really reached. Fails as well if a phase is never reached, a type
 * of input is never given, or a transition is never taken or not known.
 */
public final class Pairs {

  private static final int HISTORIES = 24_000;
  private static final int STATES = 12;
  private static final int STEPS = 300;

  private Pairs() {}

  /** Looks at a decider whose lifecycle has its transitions covered by its own scenarios. */
  public static <S extends Record, O extends Operation, R extends Outcome> void total(
      Supplier<? extends DeciderPlay<S, O, R>> start, Enum<?>[] phases, Collection<? extends Class<?>> facts,
      Class<R> outcomes) {
    total(start, List.of(phases), Stream.<Class<?>>concat(facts.stream(), Stream.of(outcomes)).toList(), Set.of());
  }

  /**
   * Looks at the decider of a server; its outcomes and messages are given in each phase.
   *
   * @param phases all phases
   * @param inputs all event types, and sealed families of messages and outcomes, that the decider takes
   * @param transitions names of all transitions; empty = not looked at
   */
  public static <S extends Record, O extends Operation, R extends Outcome> void total(
      Supplier<? extends DeciderPlay<S, O, R>> start, Collection<? extends Enum<?>> phases,
      Collection<? extends Class<?>> inputs, Set<String> transitions) {
    var explored = Explored.from(start, phases, transitions);
    explored.check(phases, transitions);
    var given = new TreeSet<String>();
    explored.plays().forEach(play -> everyInput(play, given));
    allGiven(given, inputs, explored);
  }

  /** Looks at the decider of a group in the same way. */
  public static <H extends Record, W extends Record> void totalOfGroup(
      Supplier<? extends GroupPlay<H, W>> start, Collection<? extends Enum<?>> phases,
      Collection<? extends Class<?>> messages, Set<String> transitions) {
    var explored = Explored.from(start, phases, transitions);
    explored.check(phases, transitions);
    var given = new TreeSet<String>();
    explored.plays().forEach(play -> {
      guarded(play, null, () -> play.wouldTake(null));
      play.everyMessage().forEach(message -> {
        given.add(message.getClass().getName());
        guarded(play, message, () -> play.wouldTake(message));
      });
    });
    allGiven(given, messages, explored);
  }

  private static void allGiven(Set<String> given, Collection<? extends Class<?>> inputs, Explored<?> explored) {
    var all = inputs.stream().flatMap(Pairs::members).map(Class::getName)
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(given).as("input types that are given").containsAll(all);
    System.out.println(explored.reached().size() + " phases x " + (given.size() + 1) + " kinds of input: no exception");
  }

  private static Stream<Class<?>> members(Class<?> type) {
    return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(Pairs::members) : Stream.of(type);
  }

  /** Histories that were broken off in each phase, and what they took on their way. */
  private record Explored<P extends PhasedPlay>(Map<Enum<?>, List<P>> reached, Set<String> taken) {

    /** Plays until there is enough of everything that is looked for. */
    static <P extends PhasedPlay> Explored<P> from(
        Supplier<P> start, Collection<? extends Enum<?>> phases, Set<String> transitions) {
      var explored = new Explored<P>(new LinkedHashMap<>(), new TreeSet<>());
      for (long seed = 1; seed <= HISTORIES && !explored.isEnough(phases, transitions); seed++) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L);
        var play = start.get();
        while (!explored.isNews(play) && play.length() < STEPS) {
          play.apply(play.draw(random));
        }
        explored.add(play);
      }
      return explored;
    }

    private void add(P play) {
      taken.addAll(play.taken());
      if (isNews(play)) {
        reached.computeIfAbsent(play.phase(), phase -> new ArrayList<>()).add(play);
      }
    }

    private boolean isNews(P play) {
      return reached.getOrDefault(play.phase(), List.of()).size() < STATES;
    }

    private boolean isEnough(Collection<? extends Enum<?>> phases, Set<String> transitions) {
      return taken.containsAll(transitions)
          && phases.stream().allMatch(phase -> reached.getOrDefault(phase, List.of()).size() == STATES);
    }

    Stream<P> plays() {
      return reached.values().stream().flatMap(List::stream);
    }

    void check(Collection<? extends Enum<?>> phases, Set<String> transitions) {
      assertThat(reached.keySet().stream().map(Enum::name)).as("phases that random histories reach")
          .containsExactlyInAnyOrderElementsOf(phases.stream().map(Enum::name).toList());
      if (!transitions.isEmpty()) {
        assertThat(taken).as("transitions that random histories take").containsExactlyInAnyOrderElementsOf(transitions);
      }
    }
  }

  private static <S extends Record, O extends Operation, R extends Outcome> void everyInput(
      DeciderPlay<S, O, R> play, Set<String> given) {
    var headers = Stream.concat(play.decider().wanted(play.state()).stream().map(Operation::header),
        Stream.of(new OperationHeader("other", "Other", 1, 1, "other", true, play.now(), null))).toList();
    var inputs = new ArrayList<Input<R>>(List.of(new Input.Tick<>()));
    for (int round = 0; round <= 3; round++) {
      play.messages(round).forEach(message -> inputs.add(new Input.Message<>(DeciderPlay.told(message))));
    }
    headers.forEach(header -> play.everyOutcome(OutcomeHeader.of(header, play.now()))
        .forEach(outcome -> inputs.add(new Input.Reported<>(outcome))));
    for (var input : inputs) {
      take(play, input);
      switch (input) {
        case Input.Message<R>(var message) -> given.add(message.getClass().getName());
        case Input.Reported<R>(var outcome) -> given.add(outcome.getClass().getName());
        case Input.Tick<R> tick -> { }
      }
    }
  }

  private static <S extends Record, O extends Operation, R extends Outcome> void take(
      DeciderPlay<S, O, R> play, Input<R> input) {
    guarded(play, input, () -> {
      var after = play.decider().decide(play.state(), input, play.now()).state();
      play.decider().wanted(after);
      play.decider().wakeAt(after);
    });
  }

  private static void guarded(PhasedPlay play, @Nullable Object input, Runnable decision) {
    try {
      decision.run();
    } catch (RuntimeException e) {
      throw new AssertionError(play.phase() + " x " + input + " throws " + e, e);
    }
  }
}
