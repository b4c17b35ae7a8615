package dev.convoy.agent.power;

import dev.convoy.agent.host.HostProtocol;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.Knock;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.remote.Verb;
import dev.convoy.agent.server.HostWork;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.OperationHeader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One host that says of itself what a test wants it to say, and a clock that a test moves. */
final class PowerFixture extends Clock {

  final List<String> asked = new ArrayList<>();
  /** Answer to any verb; empty = nobody answers. */
  Map<String, String> answer = Map.of();
  PushFailure.Kind refusal = PushFailure.Kind.UNREACHABLE;
  Knock.Sign sign = Knock.Sign.SILENT;
  int knocks;
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");

  final HostWork work = new HostWork(new HostProtocol((target, found, deadline) -> entered(target), this),
      new Credentials(Map.of("linux", new CredentialSettings("ssh-password", "migrate", null, null, "env:WORD", null, null,
          null)), Map.of("WORD", "x")), Sites.NONE, Duration.ofMinutes(1), 10, 10);

  Knock.Seen knock(HostTarget target, Deadline deadline) {
    knocks++;
    return new Knock.Seen(sign, "port " + target.port() + " is " + sign);
  }

  private RemoteHost entered(HostTarget target) throws PushFailure {
    if (answer.isEmpty()) {
      throw new PushFailure(refusal, target.serverId(), "nobody is there");
    }
    return new RemoteHost() {
      @Override
      public HostTarget target() {
        return target;
      }

      @Override
      public HostAnswer call(Verb verb, OperationName operation, Payload payload, Deadline deadline) {
        asked.add(verb.word() + " " + operation);
        return new HostAnswer(answer, List.of());
      }

      @Override
      public void close() {}
    };
  }

  static OperationHeader header(String kind) {
    return new OperationHeader("web-1", kind, 1, 1, "web-1", true, Instant.EPOCH, "wave-1");
  }

  static SourceHost source() {
    return SourceHost.newBuilder().setOsFamily(OsFamily.LINUX).setOsVersion("Debian 12").setFqdn("web-1.example")
        .setAddress("127.0.0.1").setPort(22).setCredential("linux").setSite("default").setQuiesceRunbook("stop")
        .setResumeRunbook("start").build();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
