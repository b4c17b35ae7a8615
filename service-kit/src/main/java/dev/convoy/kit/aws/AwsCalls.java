package dev.convoy.kit.aws;

import dev.convoy.kit.worker.UnreachableException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the answer of AWS means for the caller. */
public final class AwsCalls {

  private AwsCalls() {}

  /** What became of a call that changes something. */
  public sealed interface Answer<T> {

    /** Accepted. */
    record Ok<T>(T value) implements Answer<T> {}

    /** Refused as it is; it had no effect. The code is AWS's: {@code ConflictException}. */
    record Refused<T>(String code, String message, AwsServiceException cause) implements Answer<T> {}

    /**
     * Not now; it had no effect.
     *
     * @param retryAfter null when AWS does not say how long
     */
    record Throttled<T>(@Nullable Duration retryAfter) implements Answer<T> {}

    /** The answer was lost or is an error of AWS: it may have had its effect. */
    record Unknown<T>(String message) implements Answer<T> {}
  }

  /**
   * Reads.
   *
   * @throws UnreachableException if AWS cannot be asked now or refuses for a passing reason
   * @throws AwsServiceException if AWS refuses for good, such as missing permissions
   */
  public static <T> T read(Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      if (e.isThrottlingException() || e.statusCode() >= 500) {
        throw new UnreachableException(brief(e), retryAfter(e), e);
      }
      throw e;
    } catch (SdkException e) {
      throw new UnreachableException(brief(e), null, e);
    }
  }

  /** Changes something, once. */
  public static <T> Answer<T> change(Supplier<T> call) {
    try {
      return new Answer.Ok<>(call.get());
    } catch (AwsServiceException e) {
      if (e.isThrottlingException()) {
        return new Answer.Throttled<>(retryAfter(e));
      }
      if (e.statusCode() >= 500) {
        return new Answer.Unknown<>(brief(e));
      }
      return new Answer.Refused<>(code(e), brief(e), e);
    } catch (NotSentException e) {
      return new Answer.Throttled<>(e.retryAfter());
    } catch (SdkClientException e) {
      return e.getCause() instanceof NotSentException notSent ? new Answer.Throttled<>(notSent.retryAfter())
          : new Answer.Unknown<>(brief(e));
    }
  }

  /** AWS's error code: {@code ConflictException}. */
  public static String code(AwsServiceException e) {
    var details = e.awsErrorDetails();
    return details == null || details.errorCode() == null ? e.getClass().getSimpleName() : details.errorCode();
  }

  private static @Nullable Duration retryAfter(AwsServiceException e) {
    var details = e.awsErrorDetails();
    if (details == null || details.sdkHttpResponse() == null) {
      return null;
    }
    return details.sdkHttpResponse().firstMatchingHeader("Retry-After").map(AwsCalls::seconds).orElse(null);
  }

  private static @Nullable Duration seconds(String header) {
    try {
      return Duration.ofMillis(Math.max(0, (long) (Double.parseDouble(header.trim()) * 1000)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A message without request ids and line breaks, at most 300 characters. */
  private static String brief(SdkException e) {
    var message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").replaceAll("\\(Service: .*", "").trim();
    var text = e instanceof AwsServiceException s ? code(s) + ": " + message : message;
    return text.length() > 300 ? text.substring(0, 300).strip() + "…" : text.strip();
  }

  /** True when the message says so, whatever its case; for conflicts that AWS distinguishes by text only. */
  public static boolean says(Answer.Refused<?> refused, String text) {
    return refused.message().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }
}
