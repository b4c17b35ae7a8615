package dev.convoy.inventory.command;

/**
 * The test instances of a wave that are kept are needed no longer. Beside {@link WaveCommand}, which an earlier build reads as
 * a whole: one that knows nothing of this sets it aside.
 *
 * @param target wave
 */
public record AcceptTests(String id, String target, String by, String reason) implements Command {}
