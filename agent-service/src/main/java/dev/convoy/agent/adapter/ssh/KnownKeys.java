package dev.convoy.agent.adapter.ssh;

import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import org.jspecify.annotations.Nullable;

/** What a known_hosts file says: keys of hosts, authorities that sign keys of hosts, and keys that are revoked. */
record KnownKeys(List<Line> lines) {

  private static final String AUTHORITY = "@cert-authority";
  private static final String REVOKED = "@revoked";

  /** @param marker empty for a key of the host itself */
  record Line(String marker, HostPatterns hosts, PublicKey key) {}

  /**
   * Reads the lines of a file. Like OpenSSH it passes over what it does not understand, but for what is to be refused.
   *
   * @throws IOException if a line that revokes a key cannot be read
   */
  static KnownKeys parse(List<String> text) throws IOException {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      Line line = line(text.get(i).strip());
      if (line != null) {
        lines.add(line);
      } else if (text.get(i).strip().startsWith(REVOKED)) {
        throw new IOException("line " + (i + 1) + " revokes a key and cannot be understood");
      }
    }
    return new KnownKeys(List.copyOf(lines));
  }

  private static @Nullable Line line(String text) {
    String[] words = text.split("\\s+");
    int first = text.startsWith("@") ? 1 : 0;
    String marker = first == 0 ? "" : words[0];
    if (text.startsWith("#") || words.length < first + 3 || !List.of("", AUTHORITY, REVOKED).contains(marker)) {
      return null;
    }
    PublicKey key = key(words[first + 2]);
    return key == null ? null : new Line(marker, HostPatterns.of(words[first]), key);
  }

  private static @Nullable PublicKey key(String base64) {
    try {
      PublicKey key = new Buffer.PlainBuffer(Base64.getDecoder().decode(base64)).readPublicKey();
      return KeyType.fromKey(key) == KeyType.UNKNOWN ? null : key;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Keys of the host. */
  List<PublicKey> keys(String host, int port) {
    return lines.stream().filter(line -> line.marker().isEmpty() && line.hosts().match(List.of(HostPatterns.name(host, port))))
        .map(Line::key).toList();
  }

  /** Keys of authorities whose certificates are believed of the host. */
  List<PublicKey> authorities(String host, int port) {
    return anyPort(AUTHORITY, host, port).toList();
  }

  /** True if this key must not be accepted of the host, nor what it has signed. */
  boolean revokes(String host, int port, PublicKey key) {
    return anyPort(REVOKED, host, port).anyMatch(revoked -> HostCertificate.same(revoked, key));
  }

  /** A line with a marker is about the host, whatever its port, if it names none. */
  private Stream<PublicKey> anyPort(String marker, String host, int port) {
    List<String> names = List.of(HostPatterns.name(host, port), HostPatterns.name(host, HostPatterns.SSH));
    return lines.stream().filter(line -> line.marker().equals(marker) && line.hosts().match(names)).map(Line::key);
  }
}
