package dev.convoy.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The two scripts that speak the protocol on a host. */
public final class HostScripts {

  private HostScripts() {}

  /** Text of convoy-host.sh. */
  public static String linux() {
    return read("/host/convoy-host.sh");
  }

  /** Text of convoy-host.ps1. */
  public static String windows() {
    return read("/host/convoy-host.ps1");
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
