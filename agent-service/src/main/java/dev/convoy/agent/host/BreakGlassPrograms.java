package dev.convoy.agent.host;

import dev.convoy.events.common.OsFamily;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Programs that open and close the break-glass account. Their texts are fixed; every value comes by the environment. */
public final class BreakGlassPrograms {

  /** Exit code where an account of that name is there that Convoy did not make. */
  public static final int NOT_OURS = 41;

  /** Exit code where the host lacks what makes accounts. */
  public static final int LACKING = 44;

  /** Exit code of an opening that comes after a closing that was asked later. */
  public static final int OVERTAKEN = 47;

  private static final String LINUX_OPEN = HostScripts.read("/host/open-break-glass.sh");
  private static final String LINUX_CLOSE = HostScripts.read("/host/close-break-glass.sh");
  private static final String WINDOWS_OPEN = HostScripts.whole("/host/open-break-glass.ps1");
  private static final String WINDOWS_CLOSE = HostScripts.whole("/host/close-break-glass.ps1");

  private BreakGlassPrograms() {}

  /**
   * Who is let in.
   *
   * @param password null = none, only the key opens; never null for Windows
   * @param authorizedKey public key, in one line; null = none. Nothing on Windows
   */
  public record Account(String user, @Nullable String password, @Nullable String authorizedKey) {

    @Override
    public String toString() {
      return "Account[" + user + ", ***]";
    }
  }

  /**
   * Opens it.
   *
   * @param order rises with whatever is asked of the host about it: what comes late does nothing
   * @param until when it is to be closed; the host itself shuts it at the end of that day, UTC
   */
  public static ProgramSpec open(OsFamily family, Account account, long order, Instant until, Duration timeout) {
    var environment = new HashMap<>(Map.of("CONVOY_USER", account.user(), "CONVOY_ORDER", Long.toString(order),
        "CONVOY_EXPIRES", LocalDate.ofInstant(until, ZoneOffset.UTC).plusDays(1).toString()));
    if (account.password() != null) {
      environment.put("BREAK_GLASS_PASSWORD", account.password());
    }
    if (account.authorizedKey() != null) {
      environment.put("CONVOY_AUTHORIZED_KEY", account.authorizedKey());
    }
    return new ProgramSpec(ProgramSpec.Kind.GRANT, family == OsFamily.WINDOWS ? WINDOWS_OPEN : LINUX_OPEN, environment, timeout);
  }

  /** Closes whichever the host knows to be open, or else that of {@code user}. */
  public static ProgramSpec close(OsFamily family, String user, long order, Duration timeout) {
    return new ProgramSpec(ProgramSpec.Kind.REVOKE, family == OsFamily.WINDOWS ? WINDOWS_CLOSE : LINUX_CLOSE,
        Map.of("CONVOY_USER", user, "CONVOY_ORDER", Long.toString(order)), timeout);
  }
}
