package dev.convoy.lab.estate;

import java.util.Optional;

/**
 * What somebody else has set up for a server.
 *
 * @param stage how far they had brought it when the waves started
 * @param known what tells which server it is
 * @param sourceServerId that its agent was registered as
 * @param jobId of their test; empty where they did not test
 */
public record Founded(FoundAt stage, KnownBy known, String sourceServerId, Optional<String> jobId) {}
