package dev.convoy.launch.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import dev.convoy.kit.core.OperationId;
import dev.convoy.launch.server.NameRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names in zones, of Route 53 or of DNS servers behind a hook. */
public interface NameGateway {

  /**
   * What stands at a name.
   *
   * @param record its one address record, or that there is none
   * @param foreign why Convoy leaves the name alone, such as "a CNAME record"; null = it may be led elsewhere
   * @param version what its server calls this state of it; null = it has no word for that
   */
  record Found(NameRecord record, @Nullable String foreign, @Nullable String version) {

    /** Where states have no name. */
    public Found(NameRecord record, @Nullable String foreign) {
      this(record, foreign, null);
    }
  }

  /**
   * A record that takes the place of another.
   *
   * @param operation for which it does; the same one may be asked again
   * @param from what must stand there now, or that nothing does
   * @param version what was found with it
   */
  record Replacement(OperationId operation, String name, NameRecord from, NameRecord to, @Nullable String version) {}

  /** What became of a change. */
  sealed interface Changed {

    /** Accepted. @param id to ask by whether it is everywhere */
    record Sent(String id) implements Changed {}

    /** Refused as it is; it had no effect. A permanent failure ends it, any other when it lasts. */
    record Refused(Failure failure) implements Changed {}

    /** Not now; it had no effect. @param retryAfter null when nobody says how long */
    record Later(@Nullable Duration retryAfter) implements Changed {}

    /** It may have had its effect. @param failure what ends it where it lasts and had none; null = nothing does */
    record Unknown(@Nullable Failure failure) implements Changed {}
  }

  /**
   * Reads names of a zone.
   *
   * @return of every name
   * @throws dev.convoy.kit.worker.UnreachableException if they cannot be read now
   * @throws RefusedException if they cannot be read at all
   */
  Map<String, Found> read(AccountKey account, String zoneId, Collection<String> names) throws InterruptedException;

  /** Replaces records of a zone, all or none, and none unless all are as they are said to be. */
  Changed replace(AccountKey account, String zoneId, List<Replacement> replacements) throws InterruptedException;

  /**
   * Whether all name servers know of a change.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if it cannot be read now
   * @throws RefusedException if it cannot be read at all
   */
  boolean isEverywhere(AccountKey account, String zoneId, String change) throws InterruptedException;

  /** It is not shown, for a reason that a person has to look at, or that may pass. */
  final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public RefusedException(Failure failure, @Nullable Throwable cause) {
      super(failure.message(), cause);
      this.failure = failure;
    }

    public Failure failure() {
      return failure;
    }
  }
}
