package dev.convoy.benchmarks.push;

import dev.convoy.agent.openssh.OpenSshFleet;
import dev.convoy.agent.openssh.OpenSshHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What all contenders are given: the same key, the same known hosts, the same script.
 *
 * @param folder where they may write too
 */
record PushFiles(Path folder, String user, Path key, Path knownHosts, Path script) {

  private static final int BYTES = 100 * 1024;

  static PushFiles write(OpenSshFleet fleet, List<OpenSshHost> hosts) throws IOException {
    Path folder = Files.createDirectory(fleet.folder().resolve("push"));
    StringBuilder known = new StringBuilder();
    for (var host : hosts) {
      known.append(host.knownAs()).append(' ').append(host.publicKey()).append('\n');
    }
    String head = "echo \"The following is the source server ID: s-$(head -c 17 /proc/sys/kernel/random/uuid)\"\nexit 0\n";
    Path script = Files.writeString(folder.resolve("installer.sh"), head + "#".repeat(BYTES - head.length()));
    for (String name : List.of("measure.py", "push.yml", "ansible.cfg")) {
      Files.writeString(folder.resolve(name), resource(name));
    }
    return new PushFiles(folder, OpenSshFleet.USER, fleet.userKey(), Files.writeString(folder.resolve("known_hosts"), known), script);
  }

  static String resource(String name) throws IOException {
    try (InputStream in = PushFiles.class.getResourceAsStream("/push/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
