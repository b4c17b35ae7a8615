package dev.convoy.agent.server;

/**
 * The agent is installed, its post-launch scripts are not copied yet.
 *
 * @param first first attempt of copying them
 */
public record Copying(int first) {}
