package dev.convoy.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two scripts that speak the protocol on a host. */
public final class HostScripts {

  private static final Pattern PART = Pattern.compile("(?m)^# <([a-z0-9.-]+)>\n");

  private HostScripts() {}

  /** Text of convoy-host.sh with its parts. */
  public static String linux() {
    return whole("/host/convoy-host.sh");
  }

  /** Text of convoy-host.ps1 with its parts. */
  public static String windows() {
    return whole("/host/convoy-host.ps1");
  }

  /** Text of a resource with its parts: each line {@code # <part>} is the place of that file. */
  static String whole(String resource) {
    return PART.matcher(read(resource)).replaceAll(
        part -> Matcher.quoteReplacement(read("/host/" + part.group(1))));
  }

  /** Text of a resource; for the programs that belong to this package. */
  static String read(String resource) {
    try (InputStream in = HostScripts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
