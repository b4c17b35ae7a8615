package dev.convoy.agent.adapter.ssh;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells whether the other end of a connection over the loopback address is a socket of this process, by what Linux says of
 * both in {@code /proc}. Where there is no such place nothing is known, and the loopback address is all that guards.
 */
final class OwnSockets {

  private static final Path PROC = Path.of("/proc");
  private static final List<Path> TABLES = List.of(PROC.resolve("self/net/tcp"), PROC.resolve("self/net/tcp6"));

  private OwnSockets() {}

  /** False only if it is known to be another's. */
  static boolean holds(Socket accepted) throws IOException {
    if (!Files.isReadable(TABLES.getFirst())) {
      return true;
    }
    for (Path table : TABLES) {
      var inode = Files.isReadable(table) ? inode(table, accepted.getPort(), accepted.getLocalPort()) : Optional.<String>empty();
      if (inode.isPresent()) {
        return isOpenHere("socket:[" + inode.get() + "]");
      }
    }
    return false;
  }

  /** Of the socket between these ports: 2nd column its own address, 3rd the peer's, 10th the inode. */
  private static Optional<String> inode(Path table, int own, int peer) throws IOException {
    try (var lines = Files.lines(table)) {
      return lines.map(line -> line.strip().split("\\s+")).filter(columns -> columns.length > 9
          && columns[1].endsWith(port(own)) && columns[2].endsWith(port(peer))).map(columns -> columns[9]).findFirst();
    }
  }

  private static String port(int port) {
    return String.format(Locale.ROOT, ":%04X", port);
  }

  private static boolean isOpenHere(String socket) throws IOException {
    try (DirectoryStream<Path> handles = Files.newDirectoryStream(PROC.resolve("self/fd"))) {
      for (Path handle : handles) {
        if (leadsTo(handle, socket)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean leadsTo(Path handle, String socket) {
    try {
      return Files.readSymbolicLink(handle).toString().equals(socket);
    } catch (IOException e) {
      // Closed in the meantime.
      return false;
    }
  }
}
