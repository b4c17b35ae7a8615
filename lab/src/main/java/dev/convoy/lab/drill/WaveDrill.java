package dev.convoy.lab.drill;

import dev.convoy.events.common.Stage;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.Refusal;
import dev.convoy.lab.run.ServerLine;
import dev.convoy.lab.wayback.Onlooker;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A person who interferes with one wave, and afterwards puts right what only a person can put right. */
final class WaveDrill implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WaveDrill.class);
  private static final Duration INTERFERENCE = Duration.ofSeconds(7);
  private static final Duration OCCASION = Duration.ofMinutes(10);
  private static final Duration ROLLBACK = Duration.ofMinutes(5);
  private static final String ROLLED_BACK_BY_ITS_GROUP = "[CVY-1303]";

  /** Of a prerequisite that a person decides about. */
  private static final String QUESTION = "] needs a decision: ";
  private static final String WITHOUT_TEST = "without-test";
  private static final String WITHOUT_ROLLBACK = "without-rollback";

  private final String wave;
  private final List<Exercise> exercises;
  private final Supplier<Collection<ServerLine>> servers;
  private final WavePerson person;
  private final Admissions admissions;
  private final Onlooker onlooker;
  private final DrillReport report;
  private final PrintStream out;
  private final CountDownLatch end;
  private final Set<String> answered = new LinkedHashSet<>();
  private final Set<String> touched = ConcurrentHashMap.newKeySet();

  WaveDrill(String wave, List<Exercise> exercises, Supplier<Collection<ServerLine>> servers, WavePerson person,
      Admissions admissions, Onlooker onlooker, DrillReport report, PrintStream out, CountDownLatch end) {
    this.wave = wave;
    this.exercises = exercises;
    this.servers = servers;
    this.person = person;
    this.admissions = admissions;
    this.onlooker = onlooker;
    this.report = report;
    this.out = out;
    this.end = end;
  }

  @Override
  public void run() {
    try {
      exercises.forEach(this::exercise);
      Condition.holdsWithin(OCCASION, () -> over() || mine(ServerLine::atRest) == mine(each -> true) && !attended());
      Condition.holdsWithin(ROLLBACK, () -> over() || admissions.areClosed());
    } catch (LabFailure | Refusal e) {
      LOG.error("the drill of {} ends early", wave, e);
      out.println("drill: " + wave + ": " + e.getMessage());
    }
  }

  private void exercise(Exercise exercise) {
    boolean seen = Condition.holdsWithin(OCCASION, () -> {
      attended();
      return over() || at(exercise) > 0 || mine(each -> each.stage().compareTo(exercise.at()) <= 0) == 0;
    });
    if (!seen || over() || at(exercise) == 0) {
      report.missed(wave, exercise);
      return;
    }
    out.println("drill: " + exercise.drill() + " in " + wave + " with a server at " + exercise.at());
    try {
      carryOut(exercise);
      report.done(exercise.drill());
    } catch (Refusal e) {
      report.refused();
      out.println("drill: " + e.getMessage());
    }
  }

  private void carryOut(Exercise exercise) {
    switch (exercise.drill()) {
      case pause -> {
        person.pause(wave);
        forAWhile();
        person.resume(wave);
      }
      case revoke -> {
        person.revoke(wave);
        forAWhile();
        person.approveCutover(wave);
      }
      case window -> person.planWindow(wave, INTERFERENCE);
      case rollback -> rollBack(one(exercise));
      case withdraw -> withdraw(one(exercise));
      case anew -> declareAnew(one(exercise));
      case change -> change(one(exercise), person::declare);
      case accept -> change(one(exercise), person::accept);
      case decide -> decide(one(exercise), exercise.at());
      case breakglass -> admit(one(exercise), exercise.at());
    }
  }

  /** Who is on its target is let write there first. */
  private void rollBack(ServerLine server) {
    if (server.stage() == Stage.CUTOVER_DONE) {
      Condition.holdsWithin(ROLLBACK, () -> over() || onlooker.isWrittenOn(server.serverId()));
    }
    person.rollBack(server.serverId());
    touched.add(server.serverId());
    Condition.holdsWithin(ROLLBACK, () -> over() || line(server).atRest());
    onlooker.lookAt(server.serverId());
    person.retest(server.serverId());
  }

  private void withdraw(ServerLine server) {
    touched.add(server.serverId());
    try {
      person.withdraw(server.serverId());
    } catch (Refusal e) {
      report.refused();
      person.rollBack(server.serverId());
      Condition.holdsWithin(ROLLBACK, () -> over() || line(server).atRest());
      onlooker.lookAt(server.serverId());
      person.withdraw(server.serverId());
    }
  }

  private void change(ServerLine server, Consumer<String> andThen) {
    touched.add(server.serverId());
    person.declareChanged(server.serverId());
    forAWhile();
    andThen.accept(server.serverId());
  }

  private void decide(ServerLine server, Stage at) {
    touched.add(server.serverId());
    person.decide(server.serverId(), at == Stage.AGENT_INSTALLED ? WITHOUT_ROLLBACK : WITHOUT_TEST);
  }

  /** Where servers are rolled back besides, that may befall one whose account is open. */
  private void admit(ServerLine server, Stage at) {
    var id = server.serverId();
    if (!rollsBack()) {
      touched.add(id);
    }
    admissions.open(id);
    Condition.holdsWithin(OCCASION, () -> over() || admissions.isOpen(id) || line(server).ended());
    if (admissions.isEndedByHand(at)) {
      forAWhile();
      admissions.end(id);
      Condition.holdsWithin(OCCASION, () -> over() || admissions.isClosed(id));
    }
  }

  /** Whoever is asked about a special host answers in turn: without test, without rollback, without both, as any other. */
  private void answer() {
    servers.get().stream().filter(each -> each.wave().equals(wave) && !answered.contains(each.serverId()))
        .filter(each -> each.parked().filter(why -> why.contains(QUESTION)).isPresent()).forEach(asked -> {
          int turn = answered.size() % 4;
          answered.add(asked.serverId());
          touched.add(asked.serverId());
          person.decide(asked.serverId(), turn == 1 ? WITHOUT_ROLLBACK : turn == 3 ? "normal" : WITHOUT_TEST);
          if (turn == 2) {
            person.decide(asked.serverId(), WITHOUT_ROLLBACK);
          }
          report.done(Drill.decide);
          out.println("drill: " + asked.serverId() + " is decided about: " + asked.parked().orElse(""));
        });
  }

  private void declareAnew(ServerLine server) {
    touched.add(server.serverId());
    person.withdraw(server.serverId());
    Condition.holdsWithin(ROLLBACK, () -> over() || line(server).stage() == Stage.WITHDRAWN);
    person.declare(server.serverId());
    Condition.holdsWithin(ROLLBACK, () -> over() || !line(server).atRest());
  }

  /** Members of an application that went back with another one are sent on again. */
  private boolean attended() {
    if (exercises.stream().anyMatch(each -> each.drill() == Drill.decide)) {
      answer();
    }
    var parked = servers.get().stream().filter(each -> each.wave().equals(wave))
        .filter(each -> each.parked().filter(why -> why.startsWith(ROLLED_BACK_BY_ITS_GROUP)).isPresent()).toList();
    parked.forEach(this::retry);
    return !parked.isEmpty();
  }

  private void retry(ServerLine server) {
    try {
      onlooker.lookAt(server.serverId());
      person.retry(server.serverId());
    } catch (Refusal e) {
      LOG.debug("{} was retried already: {}", server.serverId(), e.getMessage());
    }
  }

  private boolean rollsBack() {
    return exercises.stream().anyMatch(each -> each.drill() == Drill.rollback);
  }

  /** One with an account first, where there is one. */
  private ServerLine one(Exercise exercise) {
    return servers.get().stream().filter(each -> each.wave().equals(wave) && stands(each, exercise))
        .min(Comparator.comparing(each -> exercise.drill() == Drill.breakglass || !admissions.servers().contains(each.serverId())))
        .orElseThrow(() -> new LabFailure("[CVY-9270] drill: no server of " + wave + " is at " + exercise.at()
            + " any more; it went on in between"));
  }

  private ServerLine line(ServerLine server) {
    return servers.get().stream().filter(each -> each.serverId().equals(server.serverId())).findFirst().orElse(server);
  }

  private long at(Exercise exercise) {
    return mine(each -> stands(each, exercise));
  }

  private boolean stands(ServerLine server, Exercise exercise) {
    return server.stage() == exercise.at()
        && (exercise.at() == Stage.ARCHIVED || !server.atRest() && !touched.contains(server.serverId()));
  }

  private long mine(Predicate<ServerLine> which) {
    return servers.get().stream().filter(each -> each.wave().equals(wave) && each.moves()).filter(which).count();
  }

  private boolean over() {
    return end.getCount() == 0;
  }

  /** As long as the interference lasts; cut short by the end of the lab. */
  private void forAWhile() {
    try {
      end.await(INTERFERENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
