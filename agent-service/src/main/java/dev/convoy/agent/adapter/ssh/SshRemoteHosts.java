package dev.convoy.agent.adapter.ssh;

import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.Hop;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Redaction;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.RemoteHosts;
import dev.convoy.agent.remote.Tunnel;
import dev.convoy.agent.remote.Tunnels;
import dev.convoy.agent.remote.Watchdog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import net.schmizz.keepalive.KeepAlive;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.userauth.UserAuthException;
import org.jspecify.annotations.Nullable;

/**
 * Enters Linux hosts over SSH, and makes ways through jump hosts for others. One sshj configuration and one watchdog serve
 * all connections.
 */
public final class SshRemoteHosts implements RemoteHosts, Tunnels, AutoCloseable {

  /** A pin does not say which of its keys the host has to show. */
  private static final List<List<String>> KEY_TYPES = List.of(List.of(), List.of("ssh-ed25519"),
      List.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
      SshAlgorithms.RSA);

  /** As many as OpenSSH lets go unanswered. */
  private static final int UNANSWERED = 3;

  private final Config config = SshAlgorithms.config();
  private final Watchdog watchdog = new Watchdog("ssh-watchdog");
  private final SshKeys keys = new SshKeys();
  private final JumpConnections jumps = new JumpConnections(this::jump);
  private final SshSettings settings;
  private final KnownHosts knownHosts;
  private final String script;

  /** Enters hosts with these settings and runs {@code script}, the text of convoy-host.sh, on them. */
  public SshRemoteHosts(SshSettings settings, String script) {
    this.settings = settings;
    this.knownHosts = new KnownHosts(settings.knownHosts());
    this.script = script;
  }

  @Override
  public RemoteHost connect(HostTarget target, Credential credential, Deadline deadline) throws PushFailure {
    if (!(credential instanceof Credential.Ssh ssh)) {
      throw new PushFailure(PushFailure.Kind.AUTH_FAILED, target.serverId(),
          "its credential is not one for SSH", "name an ssh-key or ssh-password credential in the inventory");
    }
    return new SshHost(target, ssh, connection(target, ssh, deadline), watchdog, script);
  }

  @Override
  public Tunnel open(HostTarget target, Deadline deadline) throws PushFailure {
    var lease = jumps.lease(Objects.requireNonNull(target.via(), "a jump host"), deadline);
    try {
      return new SshTunnel(target, lease);
    } catch (IOException e) {
      lease.close();
      throw new PushFailure(PushFailure.Kind.UNREACHABLE, target.serverId(), "no port of this machine is free for a tunnel",
          "look at the limits of open files and ports of agent-service");
    }
  }

  private SshConnection connection(HostTarget target, Credential.Ssh ssh, Deadline deadline) throws PushFailure {
    if (target.pinnedHostKey() == null) {
      return enter(target, ssh, deadline, List.of());
    }
    PushFailure changed = null;
    for (List<String> types : KEY_TYPES) {
      try {
        return enter(target, ssh, deadline, types);
      } catch (PushFailure e) {
        if (e.kind() != PushFailure.Kind.HOST_KEY_CHANGED) {
          throw changed == null ? e : changed;
        }
        changed = changed == null ? e : changed;
      }
    }
    throw Objects.requireNonNull(changed);
  }

  /** A connection of others to the jump host may end in the moment in which it is joined: then there is another. */
  private SshConnection enter(HostTarget target, Credential.Ssh ssh, Deadline deadline, List<String> keyTypes)
      throws PushFailure {
    Hop via = target.via();
    if (via == null) {
      return enter(new SshConnection(new SSHClient(config), null), target, ssh, deadline, keyTypes);
    }
    var first = new SshConnection(new SSHClient(config), jumps.lease(via, deadline));
    try {
      return enter(first, target, ssh, deadline, keyTypes);
    } catch (PushFailure e) {
      if (e.kind() != PushFailure.Kind.BUSY || !first.endedWithJump()) {
        throw e;
      }
      return enter(new SshConnection(new SSHClient(config), jumps.lease(via, deadline)), target, ssh, deadline, keyTypes);
    }
  }

  private SshConnection enter(SshConnection connection, HostTarget target, Credential.Ssh ssh, Deadline deadline,
      List<String> keyTypes) throws PushFailure {
    boolean entered = false;
    try {
      enter(connection, target, ssh, deadline, hostKeyCheck(target, keyTypes));
      entered = true;
      return connection;
    } finally {
      if (!entered) {
        connection.close();
      }
    }
  }

  /** What fails at a jump host is told as such. */
  private SshConnection jump(Hop hop, Deadline deadline) throws PushFailure {
    try {
      return connection(hop.target(), hop.credential(), deadline);
    } catch (PushFailure e) {
      throw new PushFailure(e.kind(), hop.target().serverId(), "jump host of its site: " + e.what(), e.remedy());
    }
  }

  @Override
  public void close() {
    watchdog.close();
  }

  private void enter(SshConnection connection, HostTarget target, Credential.Ssh credential, Deadline deadline,
      HostKeyCheck check) throws PushFailure {
    boolean handshaken = false;
    try (Watchdog.Watch watch = watchdog.watch(deadline, connection::cut)) {
      try {
        open(connection, target, check, deadline);
        handshaken = true;
        authenticate(connection.client(), target, credential);
        connection.allowSilence(settings.silenceTimeout());
      } catch (IOException | RuntimeException e) {
        throw failure(target, credential, check, handshaken, watch.fired() || deadline.passed(), e);
      }
    }
  }

  private void open(SshConnection connection, HostTarget target, HostKeyCheck check, Deadline deadline)
      throws IOException {
    SSHClient client = connection.client();
    client.addHostKeyVerifier(check);
    client.setConnectTimeout(deadline.millisWithin(settings.connectTimeout()));
    client.setTimeout((int) settings.handshakeTimeout().toMillis());
    client.getTransport().setTimeoutMs((int) settings.handshakeTimeout().toMillis());
    client.getConnection().setTimeoutMs((int) settings.handshakeTimeout().toMillis());
    keepAlive(client.getConnection().getKeepAlive(), target.via() == null ? UNANSWERED : UNANSWERED + 1);
    connection.connect(target.address(), target.port());
  }

  /**
   * Set before it connects: sshj begins to ask, or does not, with the connection. A host behind a jump host may miss one more, so
   * that a jump host that has vanished is known to be gone before anybody goes through it anew.
   */
  private void keepAlive(KeepAlive questions, int unanswered) {
    questions.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
    if (questions instanceof KeepAliveRunner runner) {
      runner.setMaxAliveCount(unanswered);
    }
  }

  private void authenticate(SSHClient client, HostTarget target, Credential.Ssh credential)
      throws IOException, PushFailure {
    switch (credential) {
      case Credential.SshKey key -> client.authPublickey(key.user(), keys.provider(target.serverId(), key));
      case Credential.SshPassword password -> client.authPassword(password.user(), password.password());
    }
  }

  private HostKeyCheck hostKeyCheck(HostTarget target, List<String> keyTypes) throws PushFailure {
    try {
      return new HostKeyCheck(target.pinnedHostKey(), knownHosts.current(), keyTypes);
    } catch (IOException e) {
      throw new PushFailure(PushFailure.Kind.HOST_KEY_UNKNOWN, target.serverId(),
          "the known_hosts file cannot be read: " + e, "correct convoy.ssh.known-hosts");
    }
  }

  private PushFailure failure(HostTarget target, Credential credential, HostKeyCheck check, boolean handshaken,
      boolean timedOut, Exception cause) {
    String server = target.serverId();
    String where = target.address() + " port " + target.port();
    String why = Redaction.of(credential).apply(String.valueOf(cause.getMessage()));
    PushFailure untrusted = untrusted(server, where + " shows host key " + check.presented(), check);
    if (untrusted != null) {
      return untrusted;
    }
    if (timedOut) {
      return new PushFailure(PushFailure.Kind.TIMED_OUT, server, "no SSH session with " + where + " by the deadline");
    }
    if (handshaken && cause instanceof UserAuthException) {
      return new PushFailure(PushFailure.Kind.AUTH_FAILED, server, "user " + credential.user() + " refused: " + why);
    }
    if (cause instanceof OpenFailException refused && SshTunnel.prohibited(refused)) {
      return SshTunnel.noWay(target, why);
    }
    if (noConnection(cause)) {
      return new PushFailure(PushFailure.Kind.UNREACHABLE, server, "no connection to " + where + ": " + why);
    }
    return new PushFailure(PushFailure.Kind.BUSY, server, where + " hung up during the handshake: " + why);
  }

  private static @Nullable PushFailure untrusted(String server, String shows, HostKeyCheck check) {
    return switch (check.verdict()) {
      case NOT_SEEN, TRUSTED -> null;
      case UNKNOWN -> new PushFailure(PushFailure.Kind.HOST_KEY_UNKNOWN, server, shows + ", which is unknown");
      case CHANGED -> new PushFailure(PushFailure.Kind.HOST_KEY_CHANGED, server, shows + ", which is not the known one");
      case REVOKED -> new PushFailure(PushFailure.Kind.HOST_KEY_REVOKED, server, shows + ", which known_hosts revokes");
      case CERTIFICATE -> new PushFailure(PushFailure.Kind.HOST_CERTIFICATE, server,
          shows + ", whose certificate " + check.fault());
    };
  }

  private static boolean noConnection(Throwable cause) {
    return cause instanceof ConnectException || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException || cause instanceof SocketTimeoutException
        || cause instanceof OpenFailException;
  }
}
