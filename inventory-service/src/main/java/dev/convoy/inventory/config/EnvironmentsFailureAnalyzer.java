package dev.convoy.inventory.config;

import dev.convoy.inventory.environments.EnvironmentsException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with environments.yml instead of a stack trace. */
final class EnvironmentsFailureAnalyzer extends AbstractFailureAnalyzer<EnvironmentsException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, EnvironmentsException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()),
        "mend the lines named, or name another file by convoy.environments-file (environment variable"
            + " CONVOY_ENVIRONMENTSFILE)", cause);
  }
}
