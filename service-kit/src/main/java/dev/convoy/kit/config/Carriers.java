package dev.convoy.kit.config;

/**
 * How many virtual threads of this JVM may be held up on their carriers at once.
 *
 * <p>A virtual thread that has to load a class is pinned to its carrier while it waits for another one that loads the same class. That one
 * may be waiting for a jar file whose next owner is a virtual thread without a carrier. With as many carriers as cores, which is the JDK's
 * default, two threads that open their first SSH connection at once can so hold up every virtual thread of the process for good (seen in the
 * lab, JDK 25 on two cores). There are more carriers than sessions, lanes of accounts and requests that can be in such a place together;
 * a carrier that is not needed is not started.
 */
public final class Carriers {
  /** Two and a half times the sessions that agent-service has at once by default. */
  static final int COUNT = 256;
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  private Carriers() {}

  /** Sees to it, unless a flag of the JVM says otherwise. To be called first in {@code main}: the JDK looks once. */
  public static void provide() {
    if (System.getProperty(PARALLELISM) == null) {
      System.setProperty(PARALLELISM, Integer.toString(COUNT));
    }
  }
}
