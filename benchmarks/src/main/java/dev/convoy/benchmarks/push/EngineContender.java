package dev.convoy.benchmarks.push;

import com.sun.management.OperatingSystemMXBean;
import dev.convoy.agent.adapter.ssh.SshRemoteHosts;
import dev.convoy.agent.adapter.ssh.SshSettings;
import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.host.HostScripts;
import dev.convoy.agent.host.HostSession;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.openssh.OpenSshHost;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.PushFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** agent-service's own way to a host, in this process, which like the service runs from one round to the next. */
final class EngineContender implements Contender {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(100);

  private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final SshRemoteHosts remote;
  private final HostProtocol protocol;
  private final Credential credential;
  private final String script;
  private final int atOnce;
  private final Way way;
  private int round;

  /** How much is done on the host. */
  enum Way {
    /** Only what the peers do: the program is stored and run, while the session lasts. */
    PLAIN("agent-service, plain"),
    /** Started detached under a lock and the name of an operation, and followed to its end in the same session. */
    DETACHED("agent-service, detached"),
    /** The same, but it leaves the host and comes back for the end, as the worker of the service does. */
    TWO_SESSIONS("agent-service, two sessions");

    private final String title;

    Way(String title) {
      this.title = title;
    }
  }

  EngineContender(PushFiles files, int atOnce, Way way) throws IOException {
    this.remote = new SshRemoteHosts(new SshSettings(SshSettings.DEFAULTS.connectTimeout(), PATIENCE, PATIENCE,
        SshSettings.DEFAULTS.keepAlive(), files.knownHosts()),
        way == Way.PLAIN ? PushFiles.resource("plain-host.sh") : HostScripts.linux());
    this.protocol = new HostProtocol(remote, Clock.systemUTC());
    this.credential = new Credential.SshKey(files.user(), Files.readString(files.key()), null, null);
    this.script = Files.readString(files.script());
    this.atOnce = atOnce;
    this.way = way;
  }

  @Override
  public String name() {
    return way.title;
  }

  @Override
  public Run push(List<OpenSshHost> hosts) throws IOException, InterruptedException {
    var operation = new OperationName("push-" + way.ordinal() + "-" + ++round);
    var permits = new Semaphore(atOnce);
    double load = system.getSystemLoadAverage();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    int answered = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (var host : hosts) {
        all.add(threads.submit(() -> push(host, operation, permits)));
      }
      for (var each : all) {
        answered += each.get() ? 1 : 0;
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Run(answered, seconds, (system.getProcessCpuTime() - cpu) / 1e9, peak(), load);
  }

  private boolean push(OpenSshHost host, OperationName operation, Semaphore permits) throws PushFailure, InterruptedException {
    var deadline = Deadline.in(PATIENCE);
    var program = new ProgramSpec(ProgramSpec.Kind.INSTALL, script, Map.of(), PATIENCE);
    permits.acquire();
    try {
      try (var session = protocol.open(host.target(null), credential, deadline)) {
        var state = session.start(operation, program, deadline);
        if (way != Way.TWO_SESSIONS) {
          return answered(state instanceof OperationState.Ended ? state : end(session, operation, deadline));
        }
      }
      try (var session = protocol.open(host.target(null), credential, deadline)) {
        return answered(end(session, operation, deadline));
      }
    } finally {
      permits.release();
    }
  }

  private static OperationState end(HostSession session, OperationName operation, Deadline deadline) throws PushFailure {
    var state = session.status(operation, deadline);
    while (state instanceof OperationState.Running && !deadline.passed()) {
      LockSupport.parkNanos(POLL.toNanos());
      state = session.status(operation, deadline);
    }
    return state;
  }

  private static boolean answered(OperationState state) {
    return state instanceof OperationState.Ended ended && ended.succeeded() && ended.output().contains("source server ID: s-");
  }

  /** Of the whole process, so far: it is never less than what this push needed. */
  private static long peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
  }

  @Override
  public void close() {
    remote.close();
  }
}
