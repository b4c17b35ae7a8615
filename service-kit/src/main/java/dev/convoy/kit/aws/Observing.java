package dev.convoy.kit.aws;

import dev.convoy.kit.worker.LastLook;
import java.time.Duration;
import java.util.Locale;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Lets reads pass and nothing else. It stands in every client of an account that is only observed, before the request is
 * even written, so that not even an error of ours can change anything there.
 */
record Observing(AccountKey account, PlannedCalls planned) implements ExecutionInterceptor {

  /** How long a withheld call waits before it is tried again, which keeps it in the plan. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    var service = String.valueOf(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
    var operation = String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    if (Reads.contains(service, operation)) {
      return;
    }
    planned.withheld(account.account(), account.region(), service.toLowerCase(Locale.ROOT), operation, LastLook.servers(),
        context.request().toString());
    throw NotSentException.observing(operation, PAUSE);
  }
}
