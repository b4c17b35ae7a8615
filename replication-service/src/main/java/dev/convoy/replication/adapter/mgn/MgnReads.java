package dev.convoy.replication.adapter.mgn;

import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.replication.server.ReadRefusedException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Reads whose refusals the core understands. */
final class MgnReads {

  private MgnReads() {}

  /**
   * Reads.
   *
   * @throws ReadRefusedException if AWS refuses for good
   */
  static <T> T read(Supplier<T> call) {
    try {
      return AwsCalls.read(call);
    } catch (AwsServiceException e) {
      throw new ReadRefusedException(AwsCalls.code(e), String.valueOf(e.getMessage()), e);
    }
  }
}
