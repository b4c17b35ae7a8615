package dev.convoy.kit.worker;

import java.util.function.BooleanSupplier;

/**
 * The right under which the current thread acts, for whoever holds its calls back after the right was checked: a call
 * that waited for its turn asks again before it leaves.
 */
public final class LastLook {

  private static final ScopedValue<BooleanSupplier> RIGHT = ScopedValue.newInstance();

  private LastLook() {}

  /** False if the call that the current thread is about to send must not be sent. Outside of a worker it always may. */
  public static boolean permits() {
    return !RIGHT.isBound() || RIGHT.get().getAsBoolean();
  }

  /** Acts under a right. */
  public static <T, X extends Throwable> T under(BooleanSupplier right, ScopedValue.CallableOp<? extends T, X> act)
      throws X {
    return ScopedValue.where(RIGHT, right).call(act);
  }
}
