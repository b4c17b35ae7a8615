package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.Redaction;
import dev.convoy.agent.remote.Tunnel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.security.auth.login.LoginException;
import javax.xml.ws.soap.SOAPFaultException;
import org.apache.cxf.transport.http.HTTPException;
import org.jspecify.annotations.Nullable;

/** What to do next, read from what winrm4j and CXF throw. */
record WinRmFailures(HostTarget target, Credential credential, ServerTrust.Expectation expectation,
    @Nullable Tunnel tunnel, Redaction redaction) {

  /** What Windows answers, without an envelope, to one that is longer than its MaxEnvelopeSizekb. */
  private static final int TOO_LARGE = 413;

  /** The faults of the quotas on shells, processes and requests of a user. */
  private static final String QUOTA_FAULTS = "(?s).*(21508591(5[0-9]|6[0-9]|7[0-9])|maximum number of concurrent).*";

  /** What was under way. */
  enum During {
    /** The host is entered; nothing changes there. */
    ENTRY,
    /** A verb, whose effect is unknown when the connection breaks. */
    VERB,
    /** A part of a file was handed over: a host that refuses it may take a smaller one. */
    PART
  }

  PushFailure timedOut() {
    return new PushFailure(PushFailure.Kind.TIMED_OUT, target.serverId(),
        "no answer from " + where() + " by the deadline");
  }

  PushFailure interrupted() {
    return new PushFailure(PushFailure.Kind.LOST, target.serverId(), "interrupted");
  }

  /** What it means to whoever has called. */
  PushFailure of(Throwable thrown, During during) {
    boolean running = during != During.ENTRY;
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
    var login = login(thrown);
    if (login != null) {
      return atTheKdc(login);
    }
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
    if (during == During.PART && (answered(thrown, TOO_LARGE) || has(thrown, SOAPFaultException.class))) {
      return new PushFailure(PushFailure.Kind.PART_REFUSED, server, where() + " refuses a part of a file: " + why);
    }
    if (running) {
      return new PushFailure(PushFailure.Kind.LOST, server, "connection to " + where() + " lost: " + why);
    }
    return has(thrown, SocketTimeoutException.class)
        ? new PushFailure(PushFailure.Kind.UNREACHABLE, server, where() + " does not answer: " + why)
        : new PushFailure(PushFailure.Kind.PROTOCOL, server, where() + " does not speak WinRM as expected: " + why,
            "run winrm quickconfig on the host, and look what else listens on its port or stands before it");
  }

  /** A ticket of Kerberos comes from elsewhere: the host was not asked. */
  private PushFailure atTheKdc(LoginException thrown) {
    String why = redaction.apply(String.valueOf(thrown.getMessage()));
    return has(thrown, IOException.class) || why.contains("Cannot locate KDC")
        ? new PushFailure(PushFailure.Kind.UNREACHABLE, target.serverId(),
            "the KDC of user " + credential.user() + " does not answer: " + why,
            "look at the realm of the user, at krb5.conf of the JVM of agent-service, and at the way to the KDC")
        : new PushFailure(PushFailure.Kind.AUTH_FAILED, target.serverId(),
            "user " + credential.user() + " refused by its KDC: " + why);
  }

  private static @Nullable LoginException login(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof LoginException login) {
        return login;
      }
    }
    return null;
  }

  private String where() {
    return target.address() + " port " + target.port();
  }

  private static boolean answered(Throwable thrown, int status) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof HTTPException http && http.getResponseCode() == status) {
        return true;
      }
    }
    return false;
  }

  private static boolean unauthorized(Throwable thrown) {
    if (answered(thrown, 401) || answered(thrown, 403)) {
      return true;
    }
    for (Throwable t = thrown; t != null; t = t.getCause()) {
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
