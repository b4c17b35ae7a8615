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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives every kind of input to a server in every phase: no pair may throw. The states come from random histories, so
 * that each phase is looked at as it is really reached.
 */
public final class Pairs {

  private static final int HISTORIES = 8000;
  private static final int STATES = 12;
  private static final int STEPS = 300;

  private Pairs() {}

  /**
   * Fails if a phase is never reached, a message or outcome type is never given, or a pair throws.
   *
   * @param phases all phases
   * @param facts all event types and sealed families of messages that the decider takes
   * @param outcomes sealed type of the outcomes
   */
  public static <S extends Record, O extends Operation, R extends Outcome> void total(
      Supplier<? extends DeciderPlay<S, O, R>> start, Enum<?>[] phases, Collection<? extends Class<?>> facts,
      Class<R> outcomes) {
    var reached = reached(start);
    assertThat(reached.keySet().stream().map(Enum::name)).as("phases that random histories reach")
        .containsExactlyInAnyOrderElementsOf(Stream.of(phases).map(Enum::name).toList());
    var given = new TreeSet<String>();
    reached.values().forEach(plays -> plays.forEach(play -> everyInput(play, given)));
    var all = Stream.concat(facts.stream(), Stream.of(outcomes)).flatMap(Pairs::members).map(Class::getName)
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(given).as("input types that are given").containsAll(all);
    System.out.println(reached.size() + " phases x " + (given.size() + 1) + " kinds of input: no exception");
  }

  private static Stream<Class<?>> members(Class<?> type) {
    return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(Pairs::members) : Stream.of(type);
  }

  private static <P extends DeciderPlay<?, ?, ?>> Map<Enum<?>, List<P>> reached(Supplier<P> start) {
    var reached = new LinkedHashMap<Enum<?>, List<P>>();
    for (long seed = 1; seed <= HISTORIES; seed++) {
      var random = new Random(seed * 0x9E3779B97F4A7C15L);
      var play = start.get();
      while (!isNews(reached, play) && play.length() < STEPS) {
        play.apply(play.draw(random));
      }
      if (isNews(reached, play)) {
        reached.computeIfAbsent(play.phase(), phase -> new ArrayList<>()).add(play);
      }
    }
    return reached;
  }

  private static <P extends DeciderPlay<?, ?, ?>> boolean isNews(Map<Enum<?>, List<P>> reached, P play) {
    return reached.getOrDefault(play.phase(), List.of()).size() < STATES;
  }

  private static <S extends Record, O extends Operation, R extends Outcome> void everyInput(
      DeciderPlay<S, O, R> play, Set<String> given) {
    var headers = Stream.concat(play.decider().wanted(play.state()).stream().map(Operation::header),
        Stream.of(new OperationHeader("other", "Other", 1, 1, "other", true, play.now(), null))).toList();
    var inputs = new ArrayList<Input<R>>(List.of(new Input.Tick<>()));
    for (int round = 0; round <= 3; round++) {
      play.messages(round).forEach(message -> inputs.add(new Input.Message<>(message)));
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
    try {
      var after = play.decider().decide(play.state(), input, play.now()).state();
      play.decider().wanted(after);
      play.decider().wakeAt(after);
    } catch (RuntimeException e) {
      throw new AssertionError(play.phase() + " x " + input + " throws " + e, e);
    }
  }
}
