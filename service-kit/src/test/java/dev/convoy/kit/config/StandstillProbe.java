package dev.convoy.kit.config;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The knot of {@link Carriers}, tied on purpose: a platform thread loads a class and waits for a jar file, whose next owner is a virtual
 * thread; others that need the class are pinned. Says {@code went on}, or {@code stood} after seconds.
 */
public final class StandstillProbe {
  private static final Object JAR = new Object();

  private StandstillProbe() {}

  /** What they all need. */
  public static final class Needed {}

  /** Who needs it: resolved by the JVM, not by a call. */
  public static final class Needing implements Runnable {
    @Override
    public void run() {
      new Needed();
    }
  }

  /** Loads the two anew; of what is needed, only with the jar file. */
  private static final class Loader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    Loader() {
      super(StandstillProbe.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Needed.class.getName()) && !name.equals(Needing.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      if (name.equals(Needed.class.getName())) {
        synchronized (JAR) {
          return read(name);
        }
      }
      return read(name);
    }

    private Class<?> read(String name) throws ClassNotFoundException {
      try (InputStream in = StandstillProbe.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** @param arguments how many virtual threads need the class; {@code spare} to provide carriers */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 1) {
      Carriers.provide();
    }
    Runnable needing = (Runnable) new Loader().loadClass(Needing.class.getName()).getDeclaredConstructor().newInstance();
    List<Thread> all = new ArrayList<>();
    synchronized (JAR) {
      Thread next = Thread.ofVirtual().start(StandstillProbe::open);
      until(next, Thread.State.BLOCKED);
      Thread loading = Thread.ofPlatform().daemon().start(needing);
      until(loading, Thread.State.BLOCKED);
      all.add(next);
      all.add(loading);
      CountDownLatch started = new CountDownLatch(Integer.parseInt(arguments[0]));
      for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
        all.add(Thread.ofVirtual().start(() -> {
          started.countDown();
          needing.run();
        }));
      }
      started.await();
      for (Thread each : all) {
        until(each, Thread.State.BLOCKED);
      }
    }
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(arguments.length > 1 ? 20 : 3);
    boolean over = true;
    for (Thread each : all) {
      over &= each.join(Duration.ofNanos(Math.max(1, limit - System.nanoTime())));
    }
    System.out.println(over ? "went on" : "stood");
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void open() {
    synchronized (JAR) {
      Thread.onSpinWait();
    }
  }

  private static void until(Thread thread, Thread.State state) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (thread.getState() != state && System.nanoTime() < limit) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
