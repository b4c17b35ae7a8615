package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A real KDC of MIT Kerberos (Debian's krb5-kdc and krb5-admin-server) on a free port of this machine, in a folder of its own. */
final class KeyDistributionCentre implements AutoCloseable {

  static final String REALM = "LAB.EXAMPLE";
  private static final String MASTER = "master-of-the-lab-77";

  private final Path folder;
  private final int port;
  private final Process process;

  private KeyDistributionCentre(Path folder, int port) throws IOException, InterruptedException {
    this.folder = folder;
    this.port = port;
    Files.writeString(configuration(), """
        [libdefaults]
          default_realm = %1$s
          dns_lookup_kdc = false
          dns_lookup_realm = false
          rdns = false
          udp_preference_limit = 1
        [realms]
          %1$s = {
            kdc = 127.0.0.1:%2$d
          }
        [domain_realm]
          localhost = %1$s
        [dbmodules]
        """.formatted(REALM, port));
    Files.writeString(folder.resolve("kdc.conf"), """
        [kdcdefaults]
          kdc_listen = 127.0.0.1:%2$d
          kdc_tcp_listen = 127.0.0.1:%2$d
        [realms]
          %1$s = {
            database_name = %3$s/principal
            key_stash_file = %3$s/stash
            acl_file = %3$s/acl
            max_life = 1h
          }
        """.formatted(REALM, port, folder));
    run("kdb5_util", "create", "-s", "-r", REALM, "-P", MASTER);
    process = builder(List.of(tool("krb5kdc").orElseThrow().toString(), "-n", "-P", folder.resolve("pid").toString())).start();
  }

  /** The first tool that is missing; empty = all are there. */
  static Optional<String> missing() {
    return Stream.of("krb5kdc", "kdb5_util", "kadmin.local").filter(name -> tool(name).isEmpty()).findFirst();
  }

  private static Optional<Path> tool(String name) {
    return Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin").map(folder -> Path.of(folder, name)).filter(Files::isExecutable)
        .findFirst();
  }

  static KeyDistributionCentre start(Path folder) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var kdc = new KeyDistributionCentre(folder, port);
    Until.holds(kdc::listens, Boolean::booleanValue);
    return kdc;
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException e) {
      assertThat(process.isAlive()).as("the KDC has ended").isTrue();
      return false;
    }
  }

  /** What {@code java.security.krb5.conf} names. */
  Path configuration() {
    return folder.resolve("krb5.conf");
  }

  /** Adds a user. */
  void user(String name, String password) throws IOException, InterruptedException {
    run("kadmin.local", "-r", REALM, "-q", "addprinc -pw " + password + " +requires_preauth " + name);
  }

  /** Adds a service; returns the file with its key. */
  Path service(String name) throws IOException, InterruptedException {
    var keys = folder.resolve("service.keytab");
    run("kadmin.local", "-r", REALM, "-q", "addprinc -randkey " + name);
    run("kadmin.local", "-r", REALM, "-q", "ktadd -k " + keys + " " + name);
    return keys;
  }

  private void run(String name, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(tool(name).orElseThrow().toString()));
    command.addAll(List.of(arguments));
    var ended = builder(command).start();
    assertThat(ended.waitFor(60, TimeUnit.SECONDS)).as("%s ends", name).isTrue();
    assertThat(ended.exitValue()).as("%s: %s", name, Files.readString(log())).isZero();
  }

  private Path log() {
    return folder.resolve("kdc.log");
  }

  private ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(Map.of("KRB5_CONFIG", configuration().toString(),
        "KRB5_KDC_PROFILE", folder.resolve("kdc.conf").toString(), "KRB5RCACHENAME", "none:"));
    return builder;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly()).join();
  }
}
