package dev.convoy.validation.checks;

import dev.convoy.events.common.CheckResult;
import dev.convoy.validation.profile.Comparison;
import dev.convoy.validation.profile.Comparison.ExpectedPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Asks a launched instance for what its source listened on: all ports at the same time, since closed ones cost the time-out. */
final class ProfileChecks {

  private final Probes probes;

  ProfileChecks(Probes probes) {
    this.probes = probes;
  }

  /** What came of one port. */
  record Compared(int port, CheckResult result, String detail) {}

  List<Compared> compare(String address, Comparison with) throws InterruptedException {
    if (with.ports().isEmpty()) {
      return List.of();
    }
    List<Callable<Compared>> asked = with.ports().stream().<Callable<Compared>>map(port -> () -> ask(address, port, with)).toList();
    try (var pool = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("profile-", 0).factory())) {
      var seen = new ArrayList<Compared>();
      for (var each : pool.invokeAll(asked)) {
        seen.add(each.get());
      }
      return seen;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException("a port could not be asked for", e.getCause());
    }
  }

  private Compared ask(String address, ExpectedPort port, Comparison with) throws InterruptedException {
    var answer = probes.tcp(address, port.port());
    if (answer.passed()) {
      return new Compared(port.port(), CheckResult.PASSED, "accepts connections, as its source did");
    }
    return new Compared(port.port(), port.blocking() ? CheckResult.FAILED : CheckResult.WARNING,
        answer.detail() + "; its source listened on " + port.port() + " at " + with.profiledAt());
  }
}
