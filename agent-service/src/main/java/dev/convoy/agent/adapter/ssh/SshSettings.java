package dev.convoy.agent.adapter.ssh;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How SSH connections are made. sshj waits for ever unless told otherwise, so every limit is set.
 *
 * @param connectTimeout for the TCP connection
 * @param handshakeTimeout for an answer during key exchange and authentication
 * @param silenceTimeout how long a host may say nothing during a verb
 * @param keepAlive between two questions whether the host is still there, to the second; a connection on which three go unanswered,
 *     four behind a jump host, is lost; zero = not asked
 * @param knownHosts known_hosts file for hosts without a pinned key; null = such hosts are refused
 */
public record SshSettings(
    Duration connectTimeout, Duration handshakeTimeout, Duration silenceTimeout, Duration keepAlive,
    @Nullable Path knownHosts) {

  /** 10 s, 20 s, 2 min, 15 s, no known_hosts. */
  public static final SshSettings DEFAULTS =
      new SshSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofSeconds(15), null);

  /** The same with this known_hosts file; null = none. */
  public SshSettings withKnownHosts(@Nullable Path file) {
    return new SshSettings(connectTimeout, handshakeTimeout, silenceTimeout, keepAlive, file);
  }
}
