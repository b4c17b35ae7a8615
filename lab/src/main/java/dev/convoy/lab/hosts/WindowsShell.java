package dev.convoy.lab.hosts;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands encoded PowerShell commands, and a few harmless ones of cmd for people who look around. */
final class WindowsShell {
  private static final Pattern ENCODED = Pattern.compile(
      "(?i)\"?powershell(?:\\.exe)?\"? (?:.* )?-e(?:nc|ncodedcommand)? +([A-Za-z0-9+/=]+)\"?");

  private final SourceHost host;
  private final WindowsFiles files = new WindowsFiles();

  WindowsShell(SourceHost host) {
    this.host = host;
  }

  SourceHost host() {
    return host;
  }

  /** Runs one command line to its end, with the environment of its remote shell. */
  CommandResult run(String line, Map<String, String> environment) {
    host.given(line);
    String command = line.strip();
    Matcher encoded = ENCODED.matcher(command);
    if (!encoded.matches()) {
      return ordinary(command);
    }
    if (host.host().has(PlantedFault.SUDO_DENIED)) {
      return CommandResult.failed(1, "Access is denied.\r\n");
    }
    try {
      byte[] text = Base64.getDecoder().decode(encoded.group(1));
      String script = new String(text, StandardCharsets.UTF_16LE);
      host.given(script);
      return new PowerShell(host, files, environment).run(script);
    } catch (IllegalArgumentException e) {
      return CommandResult.failed(1, "Cannot process the command because the value specified with -EncodedCommand is "
          + "not properly encoded.\r\n");
    }
  }

  private CommandResult ordinary(String command) {
    SimulatedHost is = host.host();
    if (command.startsWith("echo ")) {
      return CommandResult.ok(command.substring(5) + "\r\n");
    }
    return switch (command) {
      case "hostname" -> CommandResult.ok(is.name() + "\r\n");
      case "whoami" -> CommandResult.ok(is.name() + "\\administrator\r\n");
      case "ver" -> CommandResult.ok("Microsoft Windows [Version 10.0.20348.2227]\r\n");
      case "ipconfig", "ipconfig /all" ->
          CommandResult.ok("   IPv4 Address. . . . . . . . . . . : " + is.address() + "\r\n");
      default -> CommandResult.failed(1, "'" + command.split(" ", 2)[0]
          + "' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n");
    };
  }
}
