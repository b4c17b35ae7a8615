package dev.convoy.kit.worker;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The right under which the current thread acts, for whoever holds its calls back after the right was checked: a call
 * that waited for its turn asks again before it leaves.
 */
public final class LastLook {

  private static final ScopedValue<BooleanSupplier> RIGHT = ScopedValue.newInstance();
  private static final ScopedValue<List<String>> SERVERS = ScopedValue.newInstance();

  private LastLook() {}

  /** False if the call that the current thread is about to send must not be sent. Outside of a worker it always may. */
  public static boolean permits() {
    return !RIGHT.isBound() || RIGHT.get().getAsBoolean();
  }

  /** The servers on whose behalf the current thread acts; none outside of a worker. */
  public static List<String> servers() {
    return SERVERS.isBound() ? SERVERS.get() : List.of();
  }

  /** Acts under a right on behalf of servers. */
  public static <T, X extends Throwable> T under(
      BooleanSupplier right, List<String> servers, ScopedValue.CallableOp<? extends T, X> act) throws X {
    return ScopedValue.where(RIGHT, right).where(SERVERS, servers).call(act);
  }

  /** Acts under a right. */
  public static <T, X extends Throwable> T under(BooleanSupplier right, ScopedValue.CallableOp<? extends T, X> act)
      throws X {
    return ScopedValue.where(RIGHT, right).call(act);
  }
}
