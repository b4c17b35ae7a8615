package dev.convoy.lab.verify;

import dev.convoy.lab.verify.Loss.Standing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The verdict on a piece of evidence. Pure: trusts no service's word, only what topics and ledgers hold. */
public final class Verification {
  /** The rules about one server, in the order in which they are reported. */
  private static final List<Rule> RULES = List.of(new Loss(), new Repeats(), new Gates(), new IsolatedTest(),
      new TemplateReadBack(), new DrainedBeforeLaunch(), new Window(), Standstill.held(), Standstill.revoked(),
      Standstill.withdrawn(), new DeclarationKept(), new BackOut(), new ByName(), new RollbackOrder(), new LeftRunning(),
      new LedNames(), new Snapshots(), new ShutDownSources(), new NothingDiscarded(), new OnlyWhatIsToBeMoved(), new KeptTests());

  private Verification() {}

  /** Counts lost, duplicated and forbidden. */
  public static Verdict of(Evidence evidence, Expectations expectations) {
    Trial trial = new Trial(evidence, expectations);
    List<Finding> findings = Stream.of(
        trial.servers().stream().flatMap(server -> RULES.stream().flatMap(rule -> rule.check(server))),
        Strangers.check(trial.strangers()), JobLimits.check(evidence)).flatMap(each -> each).toList();
    List<Standing> standings = trial.servers().stream().map(Loss::standing).toList();
    List<ParkedServer> parked = trial.servers().stream().filter(each -> Loss.standing(each) == Standing.PARKED)
        .map(each -> each.history().parked()).flatMap(Optional::stream).toList();
    int inFlight = (int) trial.servers().stream()
        .filter(each -> Loss.standing(each) == Standing.IN_FLIGHT && !Loss.isLost(each)).count();
    int moved = standings.size() - count(standings, Standing.NOT_MOVED) - count(standings, Standing.UNANSWERED);
    return new Verdict(moved, count(standings, Standing.DONE), count(standings, Standing.RESTORED), inFlight, parked,
        examined(trial), findings);
  }

  private static int count(List<Standing> standings, Standing wanted) {
    return (int) standings.stream().filter(wanted::equals).count();
  }

  private static Examined examined(Trial trial) {
    Evidence evidence = trial.evidence();
    int operations = (int) trial.servers().stream().flatMap(each -> each.deeds().stream())
        .filter(deed -> !Ends.of(deed.operation()).isEmpty()).count();
    int launches = (int) trial.servers().stream()
        .flatMap(each -> Stream.concat(each.deeds("StartTest"), each.deeds("StartCutover"))).count();
    return new Examined(trial.servers().size(), operations, evidence.awsCalls().size(), evidence.hostWork().size(),
        evidence.events().size(), launches, evidence.jobs().size(), evidence.instances().size());
  }
}
