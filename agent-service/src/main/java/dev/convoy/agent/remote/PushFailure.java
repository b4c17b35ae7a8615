package dev.convoy.agent.remote;

import dev.convoy.kit.text.Printable;

/**
 * A push that has no answer, typed by what to do next. The message reads
 * {@code [CVY-nnnn] server: what happened; what to do} and holds no secret; it has no cause, because causes quote.
 */
public final class PushFailure extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int LIMIT = 600;

  /** What to do next. */
  public enum Kind {
    /** No connection. Try again, later and later. */
    UNREACHABLE("CVY-2101", true, "check address, port, route and firewall of the host"),
    /** The host turns connections away for now. Try again, much later, with fewer at once. */
    BUSY("CVY-2102", true, "lower the number of connections at once, or raise the limit of the host"),
    /** Root was refused. Needs a person. */
    SUDO_DENIED("CVY-2103", false, "add NOPASSWD to its sudoers entry or set the sudo-password of its credential"),
    /** Credential refused. Needs a person: more tries may lock the account. */
    AUTH_FAILED("CVY-2104", false, "correct the credential of the server; it is not tried again by itself"),
    /** The host key was never seen. Needs a person. */
    HOST_KEY_UNKNOWN("CVY-2105", false, "verify the key and pin it in the inventory or add it to known_hosts"),
    /** Another host key than the known one. Needs a person: possibly somebody in the middle. */
    HOST_KEY_CHANGED("CVY-2106", false, "find out why the key changed before you correct the pin"),
    /** The host lacks something. Needs a person. */
    PREREQUISITE_MISSING("CVY-2107", false, "provide what is missing on the host"),
    /** Deadline passed. Ask for the status, then try once more. */
    TIMED_OUT("CVY-2108", true, "look how loaded the host is; raise convoy.agent.session-within if it is slow"),
    /** Connection lost after the verb was sent: its effect is unknown. Ask for the status first. */
    LOST("CVY-2109", true, "ask for the status of the operation first"),
    /** The host answered something else. Needs a person. */
    PROTOCOL("CVY-2110", false, "look at the quoted output; a login banner or profile script may disturb"),
    /** There is no way to the host through the jump host of its site. Needs a person. */
    NO_WAY("CVY-2111", false, "let the jump host forward TCP to the host (AllowTcpForwarding, PermitOpen)"),
    /** The host key is revoked. Needs a person: whoever has stolen it may be answering. */
    HOST_KEY_REVOKED("CVY-2120", false, "give the host a new key, or correct the @revoked line of known_hosts"),
    /** The host has no certificate that holds. Needs a person. */
    HOST_CERTIFICATE("CVY-2121", false,
        "have the key of the host signed by an authority of known_hosts for the name or address it is declared with"),
    /** The certificate beside a private key does not hold. Needs a person; the host was not entered. */
    USER_CERTIFICATE("CVY-2122", false, "have the key of the credential signed anew, or remove its -cert.pub"),
    /** The store of secrets cannot be asked now. Try again. */
    SECRET_UNREACHABLE("CVY-2130", true, "look at the way to Secrets Manager and at the credentials of agent-service"),
    /** The store of secrets refuses it for good. Needs a person. */
    SECRET_REFUSED("CVY-2131", false, "correct the reference, or allow secretsmanager:GetSecretValue on the secret"),
    /** The secret holds something else than its reference says. Needs a person. */
    SECRET_UNUSABLE("CVY-2132", false, "correct the secret, or the json-key of its reference"),
    /** The installer that is to be pushed cannot be had here. Try again. */
    INSTALLER_MISSING("CVY-2313", true,
        "look at the way from agent-service to convoy.agent.installer-push-from and at convoy.agent.installer-cache"),
    /** The installer that is to be pushed is not the published one. It was not run. Try again. */
    INSTALLER_ALTERED("CVY-2314", true, "look who answers in place of its source, and what changes files on the host"),
    /** The host takes no part of a file, however small. Needs a person. */
    PART_REFUSED("CVY-2324", false, "raise MaxEnvelopeSizekb of its WinRM to its default of 500 and look what stands before it,"
        + " or let the host have the installer from a mirror (convoy.agent.installer-source-windows)"),
    /** There is no room on the host for a file. Needs a person. */
    NO_ROOM("CVY-2325", false, "make room on the disk of the system, then retry"),
    /** Credentials of the installation role do not last for an installation. Needs a person; the host was not entered. */
    INSTALL_ROLE("CVY-2319", false,
        "raise the MaxSessionDuration of the installation role, or lower convoy.agent.install-within"),
    /** No break-glass account is configured for the family of the host. Needs a person; the host was not told. */
    BREAK_GLASS_MISSING("CVY-2360", false,
        "configure convoy.agent.break-glass.password (Linux: or authorized-key) on all instances, then ask again"),
    /** The password of the break-glass account is none that is taken. Needs a person; the host was not told. */
    BREAK_GLASS_UNFIT("CVY-2361", false, "correct what convoy.agent.break-glass.password refers to, then ask again"),
    /** The runbook that the server names is not configured. Needs a person; the host was not entered. */
    RUNBOOK_MISSING("CVY-2402", false, "configure the runbook in convoy.agent.runbooks, then retry");

    private final String code;
    private final boolean retriable;
    private final String remedy;

    Kind(String code, boolean retriable, String remedy) {
      this.code = code;
      this.retriable = retriable;
      this.remedy = remedy;
    }

    /** Stable error code. */
    public String code() {
      return code;
    }

    /** True when the same push may be tried again without a person. */
    public boolean retriable() {
      return retriable;
    }

    /** What to do when nothing better is known. */
    public String remedy() {
      return remedy;
    }
  }

  private final Kind kind;
  private final String what;
  private final String remedy;

  /** A failure with the usual remedy of its kind. {@code what} is free of secrets. */
  public PushFailure(Kind kind, String serverId, String what) {
    this(kind, serverId, what, kind.remedy());
  }

  /** A failure with a remedy of its own. Both texts are free of secrets. */
  public PushFailure(Kind kind, String serverId, String what, String remedy) {
    super("[" + kind.code() + "] " + serverId + ": " + bounded(what) + "; " + remedy);
    this.kind = kind;
    this.what = bounded(what);
    this.remedy = remedy;
  }

  /** What to do next. */
  public Kind kind() {
    return kind;
  }

  /** Stable error code. */
  public String code() {
    return kind.code();
  }

  /** What happened, in one line, without server, code and remedy. */
  public String what() {
    return what;
  }

  /** What to do, for people. */
  public String remedy() {
    return remedy;
  }

  private static String bounded(String what) {
    String line = Printable.line(what.strip().replaceAll("\\s+", " "));
    return line.length() <= LIMIT ? line : line.substring(0, LIMIT) + "…";
  }
}
