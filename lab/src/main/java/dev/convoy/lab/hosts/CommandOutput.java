package dev.convoy.lab.hosts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/** What is left to be received of a command that has ended: no answer is larger than a client takes (MaxEnvelopeSize). */
final class CommandOutput {
  /** In base64 and with its envelope it stays below 153,600 bytes, what clients ask for unless told otherwise. */
  static final int MOST = 96 * 1024;

  /**
   * What one answer holds.
   *
   * @param exit exit code of the command, with the last part only
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Part(byte[] output, byte[] error, OptionalInt exit) {}

  private final CommandResult result;
  private final byte[] output;
  private final byte[] error;
  private int outputAt;
  private int errorAt;

  CommandOutput(CommandResult result) {
    this.result = result;
    this.output = result.output().getBytes(StandardCharsets.UTF_8);
    this.error = result.error().getBytes(StandardCharsets.UTF_8);
  }

  /** The next part; after the last one an empty one that is the last again. */
  synchronized Part next() {
    byte[] out = Arrays.copyOfRange(output, outputAt, Math.min(output.length, outputAt + MOST));
    outputAt += out.length;
    byte[] err = Arrays.copyOfRange(error, errorAt, Math.min(error.length, errorAt + MOST - out.length));
    errorAt += err.length;
    boolean last = outputAt == output.length && errorAt == error.length;
    return new Part(out, err, last ? OptionalInt.of(result.exit()) : OptionalInt.empty());
  }
}
