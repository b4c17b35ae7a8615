package dev.convoy.lab.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Keeps the terminal for the person: what programs log goes to files, or nowhere. */
public final class LabLogging {
  private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] %logger{30} %msg%n";
  private static final String BOOT_LOGGING = "org.springframework.boot.logging.LoggingSystem";

  private LabLogging() {}

  /** Nothing is logged: for commands that ask one question. */
  public static void silent() {
    LoggerContext context = context();
    context.reset();
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  /** Warnings go to standard output: for a part of the lab in a process of its own. */
  public static void toOutput() {
    LoggerContext context = context();
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder(context));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
  }

  /** One file per service and one for the rest; Spring Boot's own logging stays out of it. */
  static void toFiles(LabFolder folder) {
    System.setProperty(BOOT_LOGGING, "none");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerContext context = context();
    context.reset();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(file(context, folder.log("lab")));
    context.getLogger("org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils").setLevel(Level.ERROR);
    context.getLogger("dev.convoy").setLevel(Level.INFO);
    for (LabService service : LabService.values()) {
      Logger logger = context.getLogger("dev.convoy." + service.shortName());
      logger.addAppender(file(context, folder.log(service.serviceName())));
      logger.setAdditive(false);
    }
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static FileAppender<ILoggingEvent> file(LoggerContext context, Path path) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(path.toString());
    appender.setEncoder(encoder(context));
    appender.start();
    return appender;
  }

  private static PatternLayoutEncoder encoder(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  /** Lets go of all files. */
  static void close() {
    context().stop();
  }
}
