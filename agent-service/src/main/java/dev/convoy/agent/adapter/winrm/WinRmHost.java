package dev.convoy.agent.adapter.winrm;

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
import dev.convoy.agent.remote.Verb;
import io.cloudsoft.winrm4j.client.WinRmClient;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Windows host that was entered: the script lies there, verified; each verb is one command in a shell of its own. */
final class WinRmHost implements RemoteHost {

  /** Lets the script run where the machine's own policy is Restricted; a group policy still wins. */
  private static final Map<String, String> PLAIN = Map.of("PSExecutionPolicyPreference", "Bypass");

  private final HostTarget target;
  private final Credential.WinRmPassword credential;
  private final WinRmRemoteHosts hosts;
  private final ServerTrust trust;
  private final ExecutorService calls;
  private final String script;
  private final String scriptPath;

  WinRmHost(HostTarget target, Credential.WinRmPassword credential, WinRmRemoteHosts hosts, ServerTrust trust,
      ExecutorService calls, String script) {
    this.target = target;
    this.credential = credential;
    this.hosts = hosts;
    this.trust = trust;
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
    Tail errors = run(environment(payload), List.of(line), reader, redaction, true, deadline);
    return reader.answer().map(redaction::apply).orElseThrow(() -> new PushFailure(PushFailure.Kind.PROTOCOL, target.serverId(),
        "no complete answer: " + redaction.apply(errors.text() + " " + reader.noise())));
  }

  @Override
  public void close() {
    trust.forget(target);
  }

  /** Authenticates by asking for the script, and brings it when this version of it is not there. */
  void enter(Deadline deadline) throws PushFailure {
    String wanted = PowerShell.sha256(script);
    if (wanted.equals(hash(List.of(PowerShell.hashOf(scriptPath)), deadline))) {
      return;
    }
    if (!wanted.equals(hash(PowerShell.upload(scriptPath, script), deadline))) {
      throw new PushFailure(PushFailure.Kind.PROTOCOL, target.serverId(),
          "the host script did not arrive whole at " + scriptPath,
          "try again; look for what changes files on the host");
    }
  }

  private String hash(List<String> lines, Deadline deadline) throws PushFailure {
    AnswerReader output = new AnswerReader();
    Tail errors = run(PLAIN, lines, output, Redaction.of(credential), false, deadline);
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
    if (!PowerShell.needsEnvironment(payload)) {
      return PLAIN;
    }
    Map<String, String> environment = new HashMap<>(PLAIN);
    List<String> parts = PowerShell.environment(payload);
    for (int i = 0; i < parts.size(); i++) {
      environment.put("CONVOY_PAYLOAD_" + i, parts.get(i));
    }
    return environment;
  }

  /** Runs lines of PowerShell in turn, in one shell; returns what they wrote to their error stream. */
  private Tail run(Map<String, String> environment, List<String> lines, AnswerReader output, Redaction redaction,
      boolean changes, Deadline deadline) throws PushFailure {
    Tail errors = new Tail();
    WinRmClient client = hosts.client(target, credential, environment, deadline);
    WinRmFailures failures = new WinRmFailures(target, credential, trust, redaction);
    Future<?> work = calls.submit(() -> {
      for (String line : lines) {
        client.command(PowerShell.encoded(line), new OutputWriter(output::add), new OutputWriter(errors::add));
      }
    });
    try {
      work.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      return errors;
    } catch (TimeoutException e) {
      throw failures.timedOut();
    } catch (ExecutionException e) {
      throw failures.of(e.getCause() == null ? e : e.getCause(), changes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted();
    } finally {
      leave(work, client);
    }
  }

  /** Closing alone would leave the shell on the host: disconnecting deletes it, closing ends the reactor of NTLM. */
  private static void end(WinRmClient client) {
    try (client) {
      client.disconnect();
    }
  }

  /** Deletes the shell, without waiting when the host may not answer: idle shells count against a quota of the user. */
  private void leave(Future<?> work, WinRmClient client) {
    boolean answered = work.state() == Future.State.SUCCESS;
    work.cancel(true);
    Future<?> deletion = calls.submit(() -> end(client));
    if (answered) {
      try {
        deletion.get(2, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        deletion.cancel(true);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
