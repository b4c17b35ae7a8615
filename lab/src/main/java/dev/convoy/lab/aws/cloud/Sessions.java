package dev.convoy.lab.aws.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who calls: long-term keys of the accounts, and sessions of assumed roles. */
public final class Sessions {

  /**
   * A session of an assumed role.
   *
   * @param token to be sent with every call
   * @param expiresAt wall time
   */
  public record Session(
      String accessKeyId, String token, String account, String role, String name, Instant expiresAt) {

    @Override
    public String toString() {
      return "Session[" + accessKeyId + ", " + account + ", " + role + ", " + name + ", ***]";
    }
  }

  /** What is kept between two runs of the lab. */
  public record State(List<Session> sessions, Map<String, String> keys) {}

  /**
   * A caller.
   *
   * @param role of the assumed role, null for a long-term key
   * @param session name of the session, null for a long-term key
   */
  public record Caller(String accessKeyId, String account, @Nullable String role, @Nullable String session) {

    /** As GetCallerIdentity says it. */
    public String arn() {
      return role == null ? "arn:aws:iam::" + account + ":user/lab"
          : "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session;
    }
  }

  /** The credentials are refused; the code is AWS's. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    RefusedException(String code, String message) {
      super(message, null, false, false);
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  /** Begins every session token, so that one can be recognised wherever it turns up. */
  public static final String ISSUED_TOKEN = "FwoLabIssuedSessionToken7";
  /** Begins every secret key of a session. */
  public static final String ISSUED_SECRET = "LabIssuedSecretKey7";

  private final List<String> accounts;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private final Set<String> ofOthers = ConcurrentHashMap.newKeySet();

  /** @param accounts the first one owns all long-term keys that are not given to another */
  Sessions(List<String> accounts, State state) {
    this.accounts = List.copyOf(accounts);
    state.sessions().forEach(s -> sessions.put(s.accessKeyId(), s));
    keys.putAll(state.keys());
  }

  State state() {
    return new State(new ArrayList<>(sessions.values()), Map.copyOf(keys));
  }

  /** Whether the lab has this account. */
  public boolean hasAccount(String account) {
    return accounts.contains(account);
  }

  /** Gives a long-term key to an account. */
  public void assign(String accessKeyId, String account) {
    keys.put(accessKeyId, account);
  }

  /** Gives an account a long-term key of somebody who does not migrate by waves. It is forgotten when the lab stops. */
  public void assignToSomebody(String accessKeyId, String account) {
    assign(accessKeyId, account);
    ofOthers.add(accessKeyId);
  }

  /** True for a key of somebody who does not migrate by waves. */
  public boolean isOfSomebody(String accessKeyId) {
    return ofOthers.contains(accessKeyId);
  }

  /** Opens a session of a role. */
  public Session open(Ids ids, String account, String role, String name, Instant now, Duration length) {
    sessions.values().removeIf(s -> s.expiresAt().isBefore(now.minus(Duration.ofHours(1))));
    var session = new Session(ids.capitals("ASIA", 16), ids.capitals(ISSUED_TOKEN, 32), account, role, name, now.plus(length));
    sessions.put(session.accessKeyId(), session);
    return session;
  }

  /**
   * Who calls with these credentials.
   *
   * @throws RefusedException if they are unknown, incomplete or expired
   */
  public Caller caller(String accessKeyId, @Nullable String token, Instant now) {
    if (!accessKeyId.startsWith("ASIA")) {
      return new Caller(accessKeyId, keys.getOrDefault(accessKeyId, accounts.getFirst()), null, null);
    }
    var session = sessions.get(accessKeyId);
    if (session == null || !session.token().equals(token)) {
      throw new RefusedException("UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    if (session.expiresAt().isBefore(now)) {
      throw new RefusedException("ExpiredTokenException", "The security token included in the request is expired");
    }
    return new Caller(accessKeyId, session.account(), session.role(), session.name());
  }
}
