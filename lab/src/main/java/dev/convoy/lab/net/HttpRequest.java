package dev.convoy.lab.net;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A request as read from the connection.
 *
 * @param headers names in lower case
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpRequest(String method, String path, Map<String, String> headers, byte[] body) {

  /** The header's value; the name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** True unless the client asked for the end of the connection. */
  public boolean keepAlive() {
    return header("connection").map(value -> !value.equalsIgnoreCase("close")).orElse(true);
  }
}
