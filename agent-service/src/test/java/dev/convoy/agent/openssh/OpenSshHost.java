package dev.convoy.agent.openssh;

import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.Until;
import dev.convoy.events.common.OsFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One host with an sshd of its own.
 *
 * @param folder its key, configuration, log, {@code state} (its {@code /var/lib/convoy}) and {@code agent}
 */
public record OpenSshHost(String address, int port, Path folder) {

  /** On a port of this address that is free. */
  static OpenSshHost at(String address, Path folder) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return new OpenSshHost(address, free.getLocalPort(), folder);
    }
  }

  /** Name of the host, for messages and as id of the server. */
  public String name() {
    return folder.getFileName().toString();
  }

  /** Text of its public host key: type and key. */
  public String publicKey() throws IOException {
    String[] words = Files.readString(folder.resolve("key.pub")).split(" ");
    return words[0] + " " + words[1].strip();
  }

  /** Fingerprint of its host key. */
  public String pin() throws IOException {
    try {
      byte[] key = Base64.getDecoder().decode(publicKey().split(" ")[1]);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What leads to it; {@code pin} null = by known_hosts. */
  public HostTarget target(@Nullable String pin) {
    return new HostTarget(name(), OsFamily.LINUX, address, port, pin);
  }

  /** Name under which known_hosts has it. */
  public String knownAs() {
    return "[" + address + "]:" + port;
  }

  /** What its sshd wrote. */
  public String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /** How often somebody began to authenticate. */
  public long authentications() throws IOException {
    return log().lines().filter(line -> line.contains("userauth-request for user")).count();
  }

  /** The first setting of a name counts in sshd, so lines of the caller come first. */
  void configure(List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(lines);
    all.addAll(List.of("ListenAddress " + address + ":" + port, "HostKey " + folder.resolve("key"), "PidFile none",
        "UsePAM yes", "StrictModes no", "UseDNS no", "AuthorizedKeysFile /run/fleet/authorized_keys",
        "KbdInteractiveAuthentication no", "LogLevel DEBUG"));
    Files.write(folder.resolve("sshd_config"), all);
  }

  void awaitListening() throws IOException {
    try {
      Until.holds(() -> Files.exists(folder.resolve("log")) ? log() : "", text -> text.contains("Server listening"));
    } catch (Exception | AssertionError e) {
      throw new IOException(name() + " does not listen: " + Files.readString(folder.resolve("out")), e);
    }
  }
}
