package dev.convoy.lab.hosts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Understands the command that carries the host script, and a few harmless ones for people who look around. */
final class LinuxShell {
  private static final Pattern HOST_SCRIPT = Pattern.compile(
      "(?:LC_ALL=C )?sudo (?<options>(?:-[nSk]+ |-p '' )+)/bin/sh -s -- "
          + "'?(?<verb>[A-Za-z0-9._:-]+)'? '?(?<operation>-|[A-Za-z0-9][A-Za-z0-9._:-]*)'?");
  private static final String SCRIPT_CALL = "convoy_main \"$@\" <<'CONVOY_PAYLOAD'";
  private static final String PAYLOAD_END = "CONVOY_PAYLOAD";
  private static final int MAX_INPUT = 4 * 1024 * 1024;

  private final SourceHost host;
  private final FleetSettings settings;

  LinuxShell(SourceHost host, FleetSettings settings) {
    this.host = host;
    this.settings = settings;
  }

  /** Runs one command line to its end. @throws IOException if the connection ends before its input */
  CommandResult run(String line, InputStream input) throws IOException {
    host.given(line);
    String command = line.strip();
    Matcher script = HOST_SCRIPT.matcher(command);
    var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    if (script.matches()) {
      return runScript(script, lines);
    }
    return command.startsWith("sudo ") ? sudo(command, lines) : ordinary(command);
  }

  private CommandResult runScript(Matcher script, BufferedReader input) throws IOException {
    CommandResult refused = refused(script.group("options"), input);
    if (refused != null) {
      return refused;
    }
    String payload = payload(input);
    if (payload == null) {
      return CommandResult.failed(127, "/bin/sh: 1: a lab host runs the convoy host script only: not found\n");
    }
    return host.run(script.group("verb"), script.group("operation"), payload).join();
  }

  /** With {@code -S} it reads the first line, where it asks for a password. */
  private @Nullable CommandResult refused(String options, BufferedReader input) throws IOException {
    boolean asks = options.contains("S");
    return denied(asks, asks && settings.sudoPassword() != null ? input.readLine() : null);
  }

  /** What sudo says, or null if it lets the user through. */
  private @Nullable CommandResult denied(boolean asks, @Nullable String password) {
    boolean never = host.host().has(PlantedFault.SUDO_DENIED);
    if (!asks && (never || settings.sudoPassword() != null)) {
      return CommandResult.failed(1, "sudo: a password is required\n");
    }
    if (asks && (never || settings.sudoPassword() != null && !settings.sudoPassword().equals(password))) {
      return CommandResult.failed(1, "Sorry, try again.\nsudo: no password was provided\n"
          + "sudo: 1 incorrect password attempt\n");
    }
    return null;
  }

  /** The lines between the script's call and the end of its payload; null if the input is another script. */
  private static @Nullable String payload(BufferedReader input) throws IOException {
    boolean called = false;
    int read = 0;
    StringBuilder payload = new StringBuilder();
    for (String line = input.readLine(); line != null && read < MAX_INPUT; line = input.readLine()) {
      read += line.length();
      if (called && line.equals(PAYLOAD_END)) {
        return payload.toString();
      }
      if (called) {
        payload.append(line).append('\n');
      }
      called |= line.strip().equals(SCRIPT_CALL);
    }
    return null;
  }

  private CommandResult sudo(String command, BufferedReader input) throws IOException {
    String rest = command.replaceFirst("^sudo (-[nSk]+ |-p '' )*(-- )?", "");
    CommandResult refused = refused(command.substring(0, command.length() - rest.length()), input);
    if (refused != null) {
      return refused;
    }
    return rest.equals("id") ? CommandResult.ok("uid=0(root) gid=0(root) groups=0(root)\n") : ordinary(rest);
  }

  private CommandResult ordinary(String command) {
    SimulatedHost is = host.host();
    String user = settings.linuxUser();
    if (command.equals("echo") || command.startsWith("echo ")) {
      return CommandResult.ok(command.substring(4).strip().replaceAll("^(['\"])(.*)\\1$", "$2") + "\n");
    }
    return switch (command) {
      case "true", ":", "/bin/sh -c :" -> CommandResult.ok("");
      case "false" -> CommandResult.failed(1, "");
      case "hostname", "uname -n" -> CommandResult.ok(is.name() + "\n");
      case "hostname -f" -> CommandResult.ok(is.fqdn() + "\n");
      case "whoami", "id -un" -> CommandResult.ok(user + "\n");
      case "id" -> CommandResult.ok("uid=1000(" + user + ") gid=1000(" + user + ") groups=1000(" + user + ")\n");
      case "uname" -> CommandResult.ok("Linux\n");
      case "uname -r" -> CommandResult.ok(HostChecks.kernel(is) + "\n");
      case "uname -a" -> CommandResult.ok("Linux " + is.name() + " " + HostChecks.kernel(is)
          + " #101-Ubuntu SMP x86_64 x86_64 x86_64 GNU/Linux\n");
      case "cat /etc/os-release" -> CommandResult.ok("PRETTY_NAME=\"" + is.osVersion() + "\"\n");
      default -> CommandResult.failed(127, "sh: 1: " + command.split(" ", 2)[0] + ": command not found\n");
    };
  }
}
