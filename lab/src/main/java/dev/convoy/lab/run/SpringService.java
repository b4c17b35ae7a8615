package dev.convoy.lab.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service as a Spring context in this JVM. */
final class SpringService implements LabComponent {
  private final LabService service;
  private Map<String, String> settings;
  private @Nullable ConfigurableApplicationContext context;

  SpringService(LabService service, Map<String, String> settings) {
    this.service = service;
    this.settings = settings;
  }

  @Override
  public String name() {
    return service.serviceName();
  }

  LabService service() {
    return service;
  }

  /** Stops it, and starts it with other settings. */
  synchronized void restart(Map<String, String> others) {
    stop();
    settings = others;
    start();
  }

  @Override
  public synchronized void start() {
    try {
      context = new SpringApplicationBuilder(Class.forName(service.mainClass())).registerShutdownHook(false)
          .logStartupInfo(false).run(ServiceSettings.arguments(settings).toArray(String[]::new));
    } catch (ClassNotFoundException e) {
      throw new LabFailure("[CVY-9251] " + name() + ": " + service.mainClass() + " is not on the class path; build it",
          e);
    } catch (RuntimeException e) {
      throw new LabFailure("[CVY-9252] " + name() + ": did not start: " + deepest(e).getMessage()
          + "; see the logs of the lab", e);
    }
  }

  private static Throwable deepest(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : deepest(cause);
  }

  @Override
  public synchronized void stop() {
    if (context != null) {
      context.close();
      context = null;
    }
  }

  @Override
  public synchronized boolean healthy() {
    return context != null && context.isRunning();
  }
}
