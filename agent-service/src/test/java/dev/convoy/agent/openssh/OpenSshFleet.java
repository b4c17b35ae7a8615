package dev.convoy.agent.openssh;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Hosts that are entered by OpenSSH's own sshd, PAM and sudo. Each has namespaces of its own: processes, {@code /var/lib}, users and
 * sudoers; so the host script runs as it is, nothing of this machine is altered and nothing outlives the fleet, however this process
 * ends. Needs root.
 */
public final class OpenSshFleet implements AutoCloseable {

  /** May become root without a password. */
  public static final String USER = "migrate";
  /** May become root with {@link #PASSWORD}. */
  public static final String OPERATOR = "operator";
  /** May not become root; logs in with {@link #PASSWORD} too. */
  public static final String GUEST = "guest";
  /** Of the operator and the guest. */
  public static final String PASSWORD = "right-password-77";

  private static final List<String> PROGRAMS = List.of("/usr/sbin/sshd", "/usr/bin/sudo", "/usr/bin/ssh-keygen",
      "/usr/bin/unshare");
  private static final String HASH =
      "$6$convoylab$JF7.kACtAt2lcwBZABzouNsPitX0e52Kn6LG3ayCPH9Yb1aFmFLm3MOc4gOwwWLU5d4.Rr5xPIl7GLmC7ntQJ1";

  private final Path folder;
  private final Process supervisor;
  private final BufferedWriter orders;
  private final List<OpenSshHost> hosts = new ArrayList<>();

  /** Makes ready below {@code folder}, which must be empty. */
  public OpenSshFleet(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    for (String script : List.of("fleet.sh", "host.sh")) {
      Files.writeString(folder.resolve(script), resource(script));
    }
    Files.createDirectory(folder.resolve("public"));
    accounts(Files.createDirectory(folder.resolve("etc")));
    key("user", "ed25519", "");
    Files.copy(folder.resolve("user.pub"), folder.resolve("public/authorized_keys"));
    this.supervisor = new ProcessBuilder("/bin/sh", folder.resolve("fleet.sh").toString(), folder.toString())
        .redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
    this.orders = supervisor.outputWriter();
  }

  /** What this machine lacks to have such hosts. */
  public static Optional<String> missing() {
    for (String program : PROGRAMS) {
      if (!Files.isExecutable(Path.of(program))) {
        return Optional.of(program + " is not installed: apt-get install openssh-server sudo");
      }
    }
    try {
      Process trial = new ProcessBuilder("unshare", "--mount", "--pid", "--fork", "--mount-proc", "true")
          .redirectErrorStream(true).start();
      String said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return trial.waitFor() == 0 ? Optional.empty()
          : Optional.of("no namespaces of their own for the hosts; run as root with CAP_SYS_ADMIN (" + said + ")");
    } catch (IOException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** Where everything of the fleet is. Files below {@code public} are copied to {@code /run/fleet} of hosts that are started later. */
  public Path folder() {
    return folder;
  }

  /** A loopback address: this process has its own, so that fleets do not meet. */
  static String address(int third, int fourth) {
    return "127." + (64 + ProcessHandle.current().pid() % 180) + "." + third + "." + fourth;
  }

  /** The private key that opens every account of every host. */
  public Path userKey() {
    return folder.resolve("user");
  }

  /** Makes a key pair; returns the private one. */
  public Path key(String name, String type, String passphrase, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("-q", "-t", type, "-N", passphrase, "-f", folder.resolve(name).toString()));
    command.addAll(List.of(more));
    keygen(command.toArray(String[]::new));
    return folder.resolve(name);
  }

  /** Lets a key open every account of hosts that are started later. */
  public void authorize(Path key) throws IOException {
    Path authorized = folder.resolve("public/authorized_keys");
    Files.writeString(authorized, Files.readString(authorized) + Files.readString(Path.of(key + ".pub")));
  }

  /** Runs {@code ssh-keygen}. */
  public String keygen(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ssh-keygen"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + said);
    }
    return said;
  }

  /** Starts this many hosts, each with a key of its own. */
  public List<OpenSshHost> start(int count) throws IOException, InterruptedException {
    List<OpenSshHost> started = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      started.add(launch("ed25519", List.of()));
    }
    for (OpenSshHost host : started) {
      host.awaitListening();
    }
    return started;
  }

  /** Starts one host with a key of this type and more lines for its {@code sshd_config}. */
  public OpenSshHost start(String keyType, String... lines) throws IOException, InterruptedException {
    OpenSshHost host = launch(keyType, List.of(lines));
    host.awaitListening();
    return host;
  }

  /**
   * Starts one host that shows a certificate of its key.
   *
   * @param options of {@code ssh-keygen}, in which {@code ADDRESS} stands for the address of the host
   */
  public OpenSshHost startCertified(String keyType, Path authority, String... options) throws IOException, InterruptedException {
    OpenSshHost host = prepare(keyType);
    String[] own = Arrays.stream(options).map(option -> option.replace("ADDRESS", host.address())).toArray(String[]::new);
    Path certificate = sign(authority, host.folder().resolve("key"), own);
    launch(host, List.of("HostCertificate " + certificate));
    host.awaitListening();
    return host;
  }

  /** Signs a public key; returns the certificate, which lies beside it. */
  public Path sign(Path authority, Path key, String... options) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-q", "-s", authority.toString(), "-I", "id"));
    arguments.addAll(List.of(options));
    arguments.add(key + ".pub");
    keygen(arguments.toArray(String[]::new));
    return Path.of(key + "-cert.pub");
  }

  private OpenSshHost launch(String keyType, List<String> lines) throws IOException, InterruptedException {
    OpenSshHost host = prepare(keyType);
    launch(host, lines);
    return host;
  }

  private OpenSshHost prepare(String keyType) throws IOException, InterruptedException {
    int number = hosts.size() + 1;
    Path home = Files.createDirectory(folder.resolve("host-" + number));
    Files.createDirectory(home.resolve("state"));
    Files.createDirectory(home.resolve("agent"));
    keygen("-q", "-t", keyType, "-N", "", "-f", home.resolve("key").toString());
    OpenSshHost host = OpenSshHost.at(address(number / 250, number % 250 + 1), home);
    hosts.add(host);
    return host;
  }

  private void launch(OpenSshHost host, List<String> lines) throws IOException {
    host.configure(lines);
    orders.write(host.folder() + "\n");
    orders.flush();
  }

  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!supervisor.waitFor(30, TimeUnit.SECONDS)) {
        throw new IOException("hosts did not end: " + Files.readString(folder.resolve("out")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void accounts(Path etc) throws IOException {
    String ids = """
        migrate:x:4701:4701::/home/migrate:/bin/sh
        operator:x:4702:4702::/home/operator:/bin/sh
        guest:x:4703:4703::/home/guest:/bin/sh
        """;
    Files.writeString(etc.resolve("passwd"), Files.readString(Path.of("/etc/passwd")) + ids);
    Files.writeString(etc.resolve("group"), Files.readString(Path.of("/etc/group")) + "migrate:x:4701:\noperator:x:4702:\nguest:x:4703:\n");
    secret(etc.resolve("shadow"), "root:*:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\nmigrate:*:19000:0:99999:7:::\noperator:"
        + HASH + ":19000:0:99999:7:::\nguest:" + HASH + ":19000:0:99999:7:::\n");
    secret(etc.resolve("sudoers"), """
        Defaults env_reset
        Defaults use_pty
        Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        root ALL=(ALL:ALL) ALL
        migrate ALL=(ALL:ALL) NOPASSWD: ALL
        operator ALL=(ALL:ALL) ALL
        """);
  }

  private static void secret(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
  }

  static String resource(String name) throws IOException {
    try (InputStream in = OpenSshFleet.class.getResourceAsStream("/openssh/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
