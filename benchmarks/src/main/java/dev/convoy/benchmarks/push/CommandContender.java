package dev.convoy.benchmarks.push;

import dev.convoy.agent.openssh.OpenSshHost;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A peer that is a command of its own.
 *
 * @param before written before each round: what the command reads its hosts from
 * @param command run by a shell in the folder of the files
 * @param answer what its output, or a file that it wrote, has once for each host that gave its id
 */
record CommandContender(String name, PushFiles files, HostList before, String command, String answer) implements Contender {

  /** A file that names the hosts. */
  record HostList(String file, Line line) {}

  /** One line for one host. */
  @FunctionalInterface
  interface Line {
    String of(OpenSshHost host);
  }

  /** Ansible with 50 forks and pipelining: copy, run as root, assert. */
  static CommandContender ansible(PushFiles files) {
    return new CommandContender("Ansible", files, new HostList("inventory", host -> host.name() + " ansible_host=" + host.address()
        + " ansible_port=" + host.port() + " ansible_user=" + files.user()),
        "ansible-playbook -i inventory --private-key " + files.key() + " -e script=" + files.script()
            + " --ssh-common-args '-o UserKnownHostsFile=" + files.knownHosts() + " -o StrictHostKeyChecking=yes' push.yml",
        "unreachable=0    failed=0");
  }

  /** parallel-ssh with 50 processes and one connection for each host, the script on its standard input. */
  static CommandContender parallelSsh(PushFiles files) {
    return new CommandContender("parallel-ssh", files, new HostList("hosts", host -> files.user() + "@" + host.address() + ":" + host.port()),
        "parallel-ssh -h hosts -t 600 -p 50 -i -O StrictHostKeyChecking=yes -O UserKnownHostsFile=" + files.knownHosts()
            + " -O IdentityFile=" + files.key() + " -O IdentitiesOnly=yes -I 'cat > installer.sh && sudo -n sh installer.sh' < "
            + files.script(),
        "source server ID: s-");
  }

  @Override
  public Run push(List<OpenSshHost> hosts) throws IOException, InterruptedException {
    Path folder = files.folder();
    Files.write(folder.resolve(before.file()), hosts.stream().map(before.line()::of).toList());
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    var builder = new ProcessBuilder(new ArrayList<>(List.of("python3", "measure.py", "cost", "/bin/sh", "-c", command)))
        .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    builder.environment().putAll(Map.of("ANSIBLE_CONFIG", folder.resolve("ansible.cfg").toString(),
        "ANSIBLE_LOCAL_TEMP", folder.resolve("ansible").toString(), "ANSIBLE_SSH_CONTROL_PATH_DIR", folder.resolve("cp").toString(),
        "HOME", folder.toString(), "LC_ALL", "C.UTF-8"));
    builder.start().waitFor();
    String[] cost = Files.readString(folder.resolve("cost")).strip().split(" ");
    int answered = (int) Files.readAllLines(folder.resolve("output")).stream().filter(line -> line.contains(answer)).count();
    if (answered < hosts.size()) {
      System.err.println(name + ": only " + answered + " answered, exit code " + cost[0] + ", see its last lines");
      Files.readAllLines(folder.resolve("output")).reversed().stream().limit(5).forEach(System.err::println);
    }
    return new Run(answered, Double.parseDouble(cost[1]), Double.parseDouble(cost[2]), Long.parseLong(cost[3]), load);
  }
}
