package dev.convoy.launch.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.NameRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names in hosted zones. */
public interface NameGateway {

  /**
   * What stands at a name.
   *
   * @param record its one address record, or that there is none
   * @param foreign why Convoy leaves the name alone, such as "a CNAME record"; null = it may be led elsewhere
   */
  record Found(NameRecord record, @Nullable String foreign) {}

  /**
   * A record that takes the place of another.
   *
   * @param from what must stand there now, or that nothing does
   */
  record Replacement(String name, NameRecord from, NameRecord to) {}

  /**
   * Reads a name.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if it cannot be read now
   * @throws RefusedException if it cannot be read at all
   */
  Found read(AccountKey account, String zoneId, String name);

  /**
   * Replaces records of a zone, all or none, and none unless all are as they are said to be.
   *
   * @param comment for whoever looks at the change
   * @return id of the change
   */
  Answer<String> replace(AccountKey account, String zoneId, String comment, List<Replacement> replacements);

  /**
   * Whether all name servers know of a change.
   *
   * @throws dev.convoy.kit.worker.UnreachableException if it cannot be read now
   * @throws RefusedException if it cannot be read at all
   */
  boolean isEverywhere(AccountKey account, String change);

  /** AWS refuses to show it, for a reason that lasts. */
  final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
