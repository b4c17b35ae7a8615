package dev.convoy.inventory.command;

/** What a person asks for. Answered by an event whose causation is the command's id, or by a refusal. */
public sealed interface Command permits ServerCommand, WaveCommand, AcceptTests {

  /** Idempotency key: the same command again changes nothing. */
  String id();

  /** Server or wave. */
  String target();

  /** Who asks. */
  String by();
}
