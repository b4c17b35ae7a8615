package dev.convoy.lab.names;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The hook of launch-service for the lab's {@link NameServer}: hands the question on and the answer back, with the exit code that
 * stands for its status.
 */
public final class NameHook {

  private static final int MILLIS = 20_000;
  private static final Map<Integer, Integer> EXITS = Map.of(200, 0, NameServer.DIFFERS, 65, NameServer.LATER, 75, NameServer.NEVER, 77);

  private NameHook() {}

  /** Asks the server whose URL is the only argument. */
  public static void main(String[] arguments) throws IOException {
    var connection = (HttpURLConnection) URI.create(arguments[0]).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(MILLIS);
    connection.setReadTimeout(MILLIS);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    try (var out = connection.getOutputStream()) {
      System.in.transferTo(out);
    }
    int status = connection.getResponseCode();
    try (var in = status < HttpURLConnection.HTTP_BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream()) {
      if (in != null) {
        in.transferTo(status == HttpURLConnection.HTTP_OK ? System.out : System.err);
      }
    }
    System.out.flush();
    System.exit(EXITS.getOrDefault(status, 1));
  }

  /** Writes the program that launch-service runs: this class, on the Java that runs the lab. */
  public static Path write(Path program, URI server) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.createDirectories(program.toAbsolutePath().getParent());
    Files.writeString(program, "#!/bin/sh\nexec " + String.join(" ", quoted(java), "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m -cp",
        quoted(classes()), quoted(NameHook.class.getName()), quoted(server.toString())) + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private static String classes() throws IOException {
    try {
      return Path.of(NameHook.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
