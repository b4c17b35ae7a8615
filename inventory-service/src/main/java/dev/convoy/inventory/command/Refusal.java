package dev.convoy.inventory.command;

import dev.convoy.events.wave.CommandRejected;
import java.time.Instant;

/** Why a command is refused. Codes: CVY-12nn waves, CVY-13nn servers; nn = 01 when the target is not known. */
public record Refusal(String code, String message, String remedy) {

  /** The event that answers the command. */
  public CommandRejected of(Command command, Instant now) {
    return new CommandRejected(command.target(), now, command.id(), code, message, remedy);
  }

  /** True when the target is not known. */
  public static boolean isUnknownTarget(String code) {
    return code.equals("CVY-1201") || code.equals("CVY-1301");
  }
}
