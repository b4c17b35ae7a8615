package dev.convoy.agent.host;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostCheck;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Verb;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The host protocol on a host that was entered. Closing it leaves the host. */
public final class HostSession implements AutoCloseable {

  /** AWS refuses signed requests whose time is further off. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  private final RemoteHost host;
  private final Clock clock;

  /** Speaks with {@code host}; its clock is compared with {@code clock}. */
  public HostSession(RemoteHost host, Clock clock) {
    this.host = host;
    this.clock = clock;
  }

  /** Makes all checks and profiles the host. Alters nothing there. */
  public CheckReport check(CheckRequest request, Deadline deadline) throws PushFailure {
    HostAnswer answer = host.call(Verb.CHECK, OperationName.NONE, request.payload(), deadline);
    List<HostCheck> checks = new ArrayList<>(answer.checks());
    if (checks.isEmpty()) {
      throw protocol("it answered a check without checks");
    }
    if (checks.stream().noneMatch(check -> check.name().equals(Prerequisite.CLOCK_SKEW.check()))) {
      hostTime(answer).map(this::skew).ifPresent(checks::add);
    }
    return new CheckReport(checks, profile(answer));
  }

  /** Says which replication agent is installed. Alters nothing on the host. */
  public AgentOnHost agent(Deadline deadline) throws PushFailure {
    HostAnswer answer = host.call(Verb.AGENT, OperationName.NONE, Payload.EMPTY, deadline);
    AgentOnHost.Product product = switch (answer.value("agent").map(String::strip).orElse("")) {
      case "none" -> AgentOnHost.Product.NONE;
      case "mgn" -> AgentOnHost.Product.MGN;
      case "drs" -> AgentOnHost.Product.DRS;
      case "cloudendure" -> AgentOnHost.Product.CLOUDENDURE;
      default -> throw protocol("it does not say which replication agent is installed");
    };
    return new AgentOnHost(product, answer.value("agent-running").orElse("").strip().equals("yes"),
        sourceServers(answer), answer.value("hostname").orElse("").strip(),
        answer.value("windows-version").orElse("").strip());
  }

  /** Brings a file to the host, in parts. Returns when the host has verified it. */
  public void put(HostFile file, Deadline deadline) throws PushFailure {
    put(file, deadline, Arrival.UNTOLD);
  }

  /** The same, telling how much of it is there. */
  public void put(HostFile file, Deadline deadline, Arrival arrival) throws PushFailure {
    new FilePush(host, file, deadline, arrival).run();
  }

  /**
   * Starts the program, unless this operation was ever started on the host: then it says how that one stands; or a later
   * attempt was, or what undoes it. At most one operation runs on a host. After {@code LOST} or {@code TIMED_OUT} ask for the status.
   */
  public OperationState start(OperationName operation, ProgramSpec program, Deadline deadline) throws PushFailure {
    HostAnswer answer = host.call(Verb.START, operation, program.payload().with("overtaken-by", Overtaking.of(operation)), deadline);
    return switch (state(answer)) {
      case "started" -> new OperationState.Running(started(answer));
      case "busy" -> new OperationState.Busy(answer.value("busy-operation").orElse("unknown"));
      case "overtaken" -> new OperationState.Overtaken(answer.value("overtaking-operation").orElse("unknown"));
      default -> stands(answer);
    };
  }

  /** Says how an operation stands. Alters nothing on the host. */
  public OperationState status(OperationName operation, Deadline deadline) throws PushFailure {
    return stands(host.call(Verb.STATUS, operation, Payload.EMPTY, deadline));
  }

  @Override
  public void close() {
    host.close();
  }

  private OperationState stands(HostAnswer answer) throws PushFailure {
    String output = answer.value("output").orElse("");
    return switch (state(answer)) {
      case "absent" -> new OperationState.Absent();
      case "running" -> new OperationState.Running(started(answer));
      case "ended" -> new OperationState.Ended(exit(answer), output);
      case "lost" -> new OperationState.Lost(output);
      default -> throw protocol("it answered the unknown state " + state(answer));
    };
  }

  private String state(HostAnswer answer) throws PushFailure {
    return answer.value("state").orElseThrow(() -> protocol("it answered without a state"));
  }

  private int exit(HostAnswer answer) throws PushFailure {
    try {
      return Integer.parseInt(answer.value("exit").orElse("").strip());
    } catch (NumberFormatException e) {
      throw protocol("it answered ended without an exit code");
    }
  }

  private Instant started(HostAnswer answer) {
    return seconds(answer, "started").orElseGet(clock::instant);
  }

  private static Optional<Instant> hostTime(HostAnswer answer) {
    return seconds(answer, "host-time").or(() -> seconds(answer, "clock-skew"));
  }

  private static Optional<Instant> seconds(HostAnswer answer, String name) {
    return answer.value(name).map(String::strip).filter(text -> text.matches("[0-9]{1,12}"))
        .map(text -> Instant.ofEpochSecond(Long.parseLong(text)));
  }

  private HostCheck skew(Instant hostTime) {
    Duration skew = Duration.between(clock.instant(), hostTime).abs();
    return new HostCheck(Prerequisite.CLOCK_SKEW.check(),
        skew.compareTo(MOST_SKEW) > 0 ? HostCheck.Verdict.FAIL : HostCheck.Verdict.OK,
        "the clock of the host is " + skew.toSeconds() + " s off, at most " + MOST_SKEW.toSeconds() + " needed");
  }

  private static HostProfile profile(HostAnswer answer) {
    return new HostProfile(
        answer.value("hostname").orElse("").strip(),
        answer.value("os").orElse("").strip(),
        answer.value("kernel").orElse("").strip(),
        lines(answer, "mounts"),
        lines(answer, "ports").stream().filter(line -> line.matches("[0-9]{1,5}")).map(Integer::valueOf).toList(),
        lines(answer, "services"),
        lines(answer, "enabled"),
        lines(answer, "disks").stream().filter(line -> line.matches("\\S+ [0-9]{1,18}")).toList(),
        lines(answer, "addresses"),
        answer.value("time-zone").orElse("").strip(),
        lines(answer, "packages"),
        sourceServers(answer));
  }

  private static List<String> sourceServers(HostAnswer answer) {
    return lines(answer, "agent-source-servers").stream().filter(line -> line.matches("s-[0-9a-f]{17}")).distinct()
        .toList();
  }

  private static List<String> lines(HostAnswer answer, String name) {
    return answer.value(name).orElse("").lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private PushFailure protocol(String what) {
    return new PushFailure(PushFailure.Kind.PROTOCOL, host.target().serverId(), what);
  }
}
