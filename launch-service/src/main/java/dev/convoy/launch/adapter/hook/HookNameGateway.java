package dev.convoy.launch.adapter.hook;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.OutsideOfAws;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.HookedZone;
import dev.convoy.kit.hook.HookProgram.Result;
import dev.convoy.kit.text.Printable;
import dev.convoy.kit.worker.LastLook;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.launch.adapter.hook.HookAnswer.MalformedException;
import dev.convoy.launch.names.NameGateway;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Names on DNS servers behind a hook. One run of its program for each question, at most so many at a time. In an account that is
 * only observed it is never asked for a change.
 */
public final class HookNameGateway implements NameGateway {

  /** As of sysexits.h: not now, nothing was changed. */
  private static final int LATER = 75;
  /** Something differs from what it was said to be; nothing was changed. */
  private static final int DIFFERS = 65;
  /** Never, before somebody has acted; nothing was changed. */
  private static final int NEVER = 77;
  /** A shell says so of what a signal has ended, and so does Java. */
  private static final int SIGNALS = 128;

  private static final int MOST_COMPLAINT = 300;

  private final NameHooks hooks;
  private final OutsideOfAws outside;
  private final Map<String, String> environment;
  private final MeterRegistry meters;

  /**
   * @param environment of this service
   * @param meters times runs as {@code convoy_names_hook}, by hook, operation and result
   */
  public HookNameGateway(NameHooks hooks, OutsideOfAws outside, Map<String, String> environment, MeterRegistry meters) {
    this.hooks = hooks;
    this.outside = outside;
    this.environment = Map.copyOf(environment);
    this.meters = meters;
  }

  /** What came of a question. */
  private sealed interface Run {

    record Done(HookAnswer answer) implements Run {}

    record Differs(String complaint) implements Run {}

    record Never(Failure failure) implements Run {}

    record Later(String complaint) implements Run {}

    /** @param passing it may go by itself: nobody need be told at once */
    record Failed(Failure failure, boolean passing) implements Run {}
  }

  @Override
  public Map<String, Found> read(AccountKey account, String zoneId, Collection<String> names) throws InterruptedException {
    return seen(HookRequest.read(account, zone(zoneId), names), answer -> answer.records(names));
  }

  @Override
  public boolean isEverywhere(AccountKey account, String zoneId, String change) throws InterruptedException {
    return change.isEmpty() || seen(HookRequest.status(account, zone(zoneId), change), HookAnswer::inSync);
  }

  private <T> T seen(HookRequest request, Function<HookAnswer, T> taken) throws InterruptedException {
    return switch (run(request)) {
      case Run.Done(var answer) -> taken(request, answer, taken);
      case Run.Later(var complaint) -> throw new UnreachableException(said(request, "cannot answer now", complaint));
      case Run.Failed(var failure, var passing) when passing -> throw new UnreachableException(failure.message());
      case Run.Failed(var failure, var passing) -> throw new RefusedException(failure, null);
      case Run.Never(var failure) -> throw new RefusedException(failure, null);
      case Run.Differs(var complaint) -> throw new RefusedException(failed(request, said(request, "answers a question with exit code "
          + DIFFERS + ", which only a change may", complaint)), null);
    };
  }

  private static <T> T taken(HookRequest request, HookAnswer answer, Function<HookAnswer, T> taken) {
    try {
      return taken.apply(answer);
    } catch (MalformedException e) {
      throw new RefusedException(failed(request, said(request, String.valueOf(e.getMessage()), "")), e);
    }
  }

  @Override
  public Changed replace(AccountKey account, String zoneId, List<Replacement> replacements) throws InterruptedException {
    var request = HookRequest.change(account, zone(zoneId), replacements);
    var withheld = outside.withheld(account, "hook:" + request.zone().hook(), request.operation(), request.json());
    if (withheld.isPresent()) {
      return new Changed.Later(withheld.get());
    }
    return switch (run(request)) {
      case Run.Done(var answer) -> sent(request, answer);
      case Run.Later later -> new Changed.Later(null);
      case Run.Differs(var complaint) -> new Changed.Refused(new Failure("CVY-4408",
          said(request, "refuses the change: something differs from what it had said", complaint),
          "see that it says the same of a record when it is read and when it is changed; then retry", false));
      case Run.Never(var failure) -> new Changed.Refused(failure);
      case Run.Failed(var failure, var passing) -> new Changed.Unknown(failure);
    };
  }

  private static Changed sent(HookRequest request, HookAnswer answer) {
    try {
      return new Changed.Sent(answer.change());
    } catch (MalformedException e) {
      return new Changed.Unknown(failed(request, said(request, String.valueOf(e.getMessage()), "")));
    }
  }

  private static HookedZone zone(String zoneId) {
    return HookedZone.of(zoneId).orElseThrow(() -> new IllegalArgumentException(zoneId + " is no zone behind a hook"));
  }

  private Run run(HookRequest request) throws InterruptedException {
    var hook = hooks.of(request.zone().hook());
    if (hook.isEmpty()) {
      return new Run.Never(new Failure("CVY-4406", "launch-service has no hook " + request.zone().hook() + " for zone "
          + request.zone().domain(), "configure convoy.launch.name-hooks." + request.zone().hook()
          + " of every instance of launch-service, or correct zones under dns in environments.yml; then retry", true));
    }
    var limit = hook.get().program().limit();
    if (!hook.get().turns().tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return counted(request, Duration.ZERO, new Run.Later("all its runs are at work"), "later");
    }
    try {
      return started(request, hook.get());
    } finally {
      hook.get().turns().release();
    }
  }

  /** While it waited for its turn, the right to change anything may have been lost. */
  private Run started(HookRequest request, NameHooks.Runnable hook) throws InterruptedException {
    if (request.operation().equals(HookRequest.CHANGE) && !LastLook.permits()) {
      return new Run.Later("");
    }
    long begin = System.nanoTime();
    try {
      var result = hook.program().run(request.json(), environment);
      var run = ended(request, result, hook.program().limit());
      return counted(request, Duration.ofNanos(System.nanoTime() - begin), run, switch (run) {
        case Run.Done done -> "done";
        case Run.Differs differs -> "differs";
        case Run.Never never -> "refused";
        case Run.Later later -> "later";
        case Run.Failed failed -> result.timedOut() ? "timeout" : "failed";
      });
    } catch (IOException e) {
      return counted(request, Duration.ofNanos(System.nanoTime() - begin), new Run.Never(failed(request,
          said(request, "could not be started", String.valueOf(e.getMessage())))), "failed");
    }
  }

  private Run counted(HookRequest request, Duration took, Run run, String result) {
    meters.timer("convoy.names.hook", "hook", request.zone().hook(), "operation", request.operation(), "result", result).record(took);
    return run;
  }

  private static Run ended(HookRequest request, Result result, Duration limit) {
    if (result.timedOut()) {
      return new Run.Failed(failed(request, said(request, "did not end within " + limit.toMillis() + " ms", result.complaint())), true);
    }
    return switch (result.exit()) {
      case 0 -> answered(request, result);
      case LATER -> new Run.Later(result.complaint());
      case DIFFERS -> new Run.Differs(result.complaint());
      case NEVER -> new Run.Never(new Failure("CVY-4409", said(request, "refuses", result.complaint()),
          "mend what it names; then retry", true));
      default -> new Run.Failed(failed(request, said(request, "failed with exit code " + result.exit(), result.complaint())),
          result.exit() > SIGNALS);
    };
  }

  private static Run answered(HookRequest request, Result result) {
    if (result.output().isEmpty()) {
      return new Run.Failed(failed(request, said(request, "its answer is too long", "")), false);
    }
    try {
      return new Run.Done(HookAnswer.of(result.output().get()));
    } catch (MalformedException e) {
      return new Run.Failed(failed(request, said(request, String.valueOf(e.getMessage()), result.complaint())), false);
    }
  }

  private static Failure failed(HookRequest request, String message) {
    return new Failure("CVY-4407", message, "run hook " + request.zone().hook()
        + " by hand with such a question, on the machine of launch-service, and mend it; it is asked again", false);
  }

  private static String said(HookRequest request, String what, String complaint) {
    return "hook " + request.zone().hook() + ", asked to " + request.operation() + " names of " + request.zone().domain() + ", " + what
        + (complaint.isEmpty() ? "" : ": " + Printable.line(complaint, MOST_COMPLAINT));
  }
}
