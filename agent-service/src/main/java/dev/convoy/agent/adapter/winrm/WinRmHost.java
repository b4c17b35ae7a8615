package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.adapter.winrm.WinRmFailures.During;
import dev.convoy.agent.remote.AnswerReader;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Redaction;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Tail;
import dev.convoy.agent.remote.Tunnel;
import dev.convoy.agent.remote.Verb;
import io.cloudsoft.winrm4j.client.WinRmClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Windows host that was entered: the script lies there, verified; each verb is one command. All of them share one shell,
 * but for those that are given secrets or bytes: the environment of a shell is that of all its commands.
 */
final class WinRmHost implements RemoteHost {

  /** Lets the script run where the machine's own policy is Restricted; a group policy still wins. */
  private static final Map<String, String> PLAIN = Map.of("PSExecutionPolicyPreference", "Bypass");

  private final HostTarget target;
  private final Credential.WinRmPassword credential;
  private final WinRmZone zone;
  private final @Nullable Tunnel tunnel;
  private final ServerTrust.Expectation expectation;
  private final ExecutorService calls;
  private final String script;
  private final String scriptPath;
  private @Nullable WinRmClient shared;
  private volatile Deadline deadline = Deadline.in(Duration.ZERO);

  /** @param tunnel that leads to it, given back when it is left; null = none is needed */
  WinRmHost(HostTarget target, Credential.WinRmPassword credential, WinRmZone zone, @Nullable Tunnel tunnel,
      ExecutorService calls, String script) {
    this.target = target;
    this.credential = credential;
    this.zone = zone;
    this.tunnel = tunnel;
    this.expectation = zone.enter(target);
    this.calls = calls;
    this.script = script;
    this.scriptPath = PowerShell.scriptPath(script);
  }

  @Override
  public HostTarget target() {
    return target;
  }

  @Override
  public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) throws PushFailure {
    Redaction redaction = Redaction.of(credential).and(payload.secrets());
    AnswerReader reader = new AnswerReader();
    String line = PowerShell.invoke(scriptPath, verb, operation, payload);
    var during = payload.bytes().isEmpty() ? During.VERB : During.PART;
    Tail errors = run(environment(payload), line, reader, redaction, during, deadline);
    return reader.answer().map(redaction::apply).orElseThrow(() -> new PushFailure(
        during == During.PART ? PushFailure.Kind.PART_REFUSED : PushFailure.Kind.PROTOCOL, target.serverId(),
        "no complete answer: " + redaction.apply(errors.text() + " " + reader.noise())));
  }

  @Override
  public void close() {
    var client = shared;
    shared = null;
    if (client != null) {
      end(client, true);
    }
    zone.leave(expectation, target, tunnel);
  }

  /** Authenticates by asking for the script, and brings it when this version of it is not there. */
  void enter(Deadline deadline) throws PushFailure {
    String wanted = PowerShell.sha256(script);
    if (wanted.equals(hash(PLAIN, PowerShell.hashOf(scriptPath), deadline))) {
      return;
    }
    List<String> parts = PowerShell.scriptEnvironment(script);
    var environment = with(PLAIN, PowerShell.SCRIPT_VARIABLE, parts);
    if (!wanted.equals(hash(environment, PowerShell.upload(scriptPath, parts.size()), deadline))) {
      throw new PushFailure(PushFailure.Kind.PROTOCOL, target.serverId(),
          "the host script did not arrive whole at " + scriptPath,
          "try again; look for what changes files on the host");
    }
  }

  private String hash(Map<String, String> environment, String line, Deadline deadline) throws PushFailure {
    AnswerReader output = new AnswerReader();
    Tail errors = run(environment, line, output, Redaction.of(credential), During.ENTRY, deadline);
    output.answer();
    String[] words = output.noise().strip().split("\\s+");
    String last = words[words.length - 1].toLowerCase(Locale.ROOT);
    if (!last.matches("absent|[0-9a-f]{64}")) {
      throw new PushFailure(PushFailure.Kind.PREREQUISITE_MISSING, target.serverId(),
          "PowerShell does not run for user " + credential.user() + ": " + errors.text() + " " + output.noise(),
          "make the user an administrator of the host and allow PowerShell 5.1 to run over WinRM");
    }
    return last;
  }

  private static Map<String, String> environment(Payload payload) {
    var environment = PowerShell.needsEnvironment(payload)
        ? with(PLAIN, PowerShell.PAYLOAD_VARIABLE, PowerShell.environment(payload)) : PLAIN;
    return payload.bytes().isEmpty() ? environment : with(environment, PowerShell.DATA_VARIABLE, PowerShell.data(payload));
  }

  private static Map<String, String> with(Map<String, String> others, String variable, List<String> parts) {
    Map<String, String> environment = new HashMap<>(others);
    for (int i = 0; i < parts.size(); i++) {
      environment.put(variable + i, parts.get(i));
    }
    return environment;
  }

  /** Runs a line of PowerShell; returns what it wrote to its error stream. */
  private Tail run(Map<String, String> environment, String line, AnswerReader output, Redaction redaction,
      During during, Deadline deadline) throws PushFailure {
    this.deadline = deadline;
    Tail errors = new Tail();
    WinRmFailures failures = new WinRmFailures(target, credential, expectation, tunnel, redaction);
    WinRmClient client = built(environment, failures);
    Future<?> work = calls.submit(() ->
        client.command(PowerShell.encoded(line), new OutputWriter(output::add), new OutputWriter(errors::add)));
    try {
      work.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      return errors;
    } catch (TimeoutException e) {
      throw failures.timedOut();
    } catch (ExecutionException e) {
      throw failures.of(e.getCause() == null ? e : e.getCause(), during);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted();
    } finally {
      leave(work, client);
    }
  }

  /** With Kerberos a client logs in at the KDC before anything is sent to the host. */
  private WinRmClient built(Map<String, String> environment, WinRmFailures failures) throws PushFailure {
    try {
      return client(environment);
    } catch (RuntimeException e) {
      throw failures.of(e, During.ENTRY);
    }
  }

  /** To build a client costs more than a command does. */
  private WinRmClient client(Map<String, String> environment) {
    if (environment != PLAIN) {
      return zone.client(expectation, target, credential, environment, () -> deadline.passed());
    }
    var client = shared;
    if (client == null) {
      client = zone.client(expectation, target, credential, PLAIN, () -> deadline.passed());
      shared = client;
    }
    return client;
  }

  /** A shell that answered and that others may use stays until the host is left. */
  private void leave(Future<?> work, WinRmClient client) {
    boolean answered = work.state() == Future.State.SUCCESS;
    if (answered && client == shared) {
      return;
    }
    work.cancel(true);
    if (client == shared) {
      shared = null;
    }
    end(client, answered);
  }

  /** Deletes the shell, without waiting when the host may not answer: idle shells count against a quota of the user. */
  private void end(WinRmClient client, boolean answers) {
    Future<?> deletion = calls.submit(() -> delete(client));
    if (answers) {
      try {
        deletion.get(2, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        deletion.cancel(true);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Closing alone would leave the shell on the host: disconnecting deletes it, closing ends the reactor of NTLM. */
  private static void delete(WinRmClient client) {
    try (client) {
      client.disconnect();
    }
  }
}
