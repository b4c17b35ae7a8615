package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Redaction;
import dev.convoy.agent.remote.Tunnel;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.cxf.transport.http.HTTPException;
import org.jspecify.annotations.Nullable;

/** What to do next, read from what winrm4j and CXF throw. */
record WinRmFailures(HostTarget target, Credential credential, ServerTrust.Expectation expectation,
    @Nullable Tunnel tunnel, Redaction redaction) {

  /** The faults of the quotas on shells, processes and requests of a user. */
  private static final String QUOTA_FAULTS = "(?s).*(21508591(5[0-9]|6[0-9]|7[0-9])|maximum number of concurrent).*";

  PushFailure timedOut() {
    return new PushFailure(PushFailure.Kind.TIMED_OUT, target.serverId(),
        "no answer from " + where() + " by the deadline");
  }

  PushFailure interrupted() {
    return new PushFailure(PushFailure.Kind.LOST, target.serverId(), "interrupted");
  }

  /** {@code running}: a verb was under way, so its effect is unknown when the connection broke. */
  PushFailure of(Throwable thrown, boolean running) {
    ServerTrust.Refusal refusal = expectation.refusal();
    String server = target.serverId();
    if (refusal != null) {
      return refusal == ServerTrust.Refusal.UNKNOWN
          ? new PushFailure(PushFailure.Kind.HOST_KEY_UNKNOWN, server,
              where() + " shows a certificate that nobody vouches for, " + expectation.presented(),
              "verify it, then pin it in the inventory or add its issuer to convoy.winrm.trust-store")
          : new PushFailure(PushFailure.Kind.HOST_KEY_CHANGED, server,
              where() + " shows certificate " + expectation.presented() + " which is not the pinned one");
    }
    PushFailure behindJumpHost = tunnel == null ? null : tunnel.failure();
    if (behindJumpHost != null && !(running && behindJumpHost.kind() == PushFailure.Kind.UNREACHABLE)) {
      return behindJumpHost;
    }
    String why = redaction.apply(root(thrown).getClass().getSimpleName() + " " + root(thrown).getMessage());
    if (unauthorized(thrown)) {
      return new PushFailure(PushFailure.Kind.AUTH_FAILED, server, "user " + credential.user() + " refused");
    }
    if (has(thrown, ConnectException.class) || has(thrown, UnknownHostException.class)
        || has(thrown, NoRouteToHostException.class)) {
      return new PushFailure(PushFailure.Kind.UNREACHABLE, server, "no connection to " + where() + ": " + why);
    }
    if (why.matches(QUOTA_FAULTS)) {
      return new PushFailure(PushFailure.Kind.BUSY, server, where() + " has no shell to spare: " + why);
    }
    if (running) {
      return new PushFailure(PushFailure.Kind.LOST, server, "connection to " + where() + " lost: " + why);
    }
    return has(thrown, SocketTimeoutException.class)
        ? new PushFailure(PushFailure.Kind.UNREACHABLE, server, where() + " does not answer: " + why)
        : new PushFailure(PushFailure.Kind.PROTOCOL, server, where() + " does not speak WinRM as expected: " + why,
            "run winrm quickconfig on the host, and look what else listens on its port or stands before it");
  }

  private String where() {
    return target.address() + " port " + target.port();
  }

  private static boolean unauthorized(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof HTTPException http && (http.getResponseCode() == 401 || http.getResponseCode() == 403)) {
        return true;
      }
      if (String.valueOf(t.getMessage()).contains("Authorization loop detected")) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
