package dev.convoy.agent.host;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostCheck;
import dev.convoy.agent.remote.HostCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** A host of files and of programs that answer as planted, on which all holds but what a test plants. */
final class PlantedHost {

  private final Path system;
  private final Path programs;

  PlantedHost(Path temp) throws IOException {
    this.system = Files.createDirectories(temp.resolve("system"));
    this.programs = Files.createDirectories(temp.resolve("programs"));
    program("uname", "case $1 in -r) echo 5.15.0-91-generic ;; -m) echo x86_64 ;; *) echo Linux ;; esac");
    program("getconf", "echo 64");
    program("id", "echo 0");
    program("python3", "printf 3.10");
    program("getent", "exit 0");
    program("ip", ":");
    program("systemctl", ":");
    program("dpkg-query", "echo 'nginx 1.22'; echo 'bash 5'");
    free(Map.of("/", 9000));
    file("etc/os-release", "ID=ubuntu\nVERSION_ID=\"22.04\"\nPRETTY_NAME=\"Ubuntu 22.04 LTS\"\n");
    file("etc/timezone", "Europe/Berlin\n");
    file("proc/meminfo", "MemAvailable: 4096000 kB\n");
    file("proc/mounts", "/dev/sda1 / ext4 rw 0 0\n");
    file("proc/1/comm", "systemd\n");
    file("usr/src/linux-headers-5.15.0-91-generic/Makefile", "");
    file("etc/systemd/system/multi-user.target.wants/nginx.service", "");
    file("sys/block/sda/size", "2048\n");
    file("sys/block/loop0/size", "8\n");
    card("eth0");
  }

  /** File systems by their mount point, with what is free in MiB. */
  void free(Map<String, Integer> mib) throws IOException {
    var cases = mib.keySet().stream().sorted(Comparator.reverseOrder()).map(mount -> (mount.equals("/") ? "*" : mount)
        + ") echo '/dev/sda1 1 1 " + mib.get(mount) * 1024L + " 1 " + mount + "' ;;").toList();
    program("df", "for asked; do :; done\necho header\ncase $asked in " + String.join("\n", cases) + " esac");
  }

  void card(String name) throws IOException {
    file("sys/class/net/" + name + "/device", "");
    file("sys/class/net/" + name + "/operstate", "up\n");
  }

  /** A running process. */
  void process(int pid, String name) throws IOException {
    file("proc/" + pid + "/comm", name + "\n");
  }

  Path path(String name) {
    return system.resolve(name);
  }

  void file(String name, String text) throws IOException {
    Path file = system.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  void program(String name, String text) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  CheckReport report(String shell, Map<String, String> own) throws Exception {
    return report(shell, new CheckRequest("mgn.example:1", "", "", 2048, 1024, 50, 300,
        String.join("\n", CheckRequest.LINUX_SYSTEMS), own));
  }

  CheckReport report(String shell, CheckRequest request) throws Exception {
    return new HostSession(shell(shell), Clock.systemUTC()).check(request, Deadline.in(Duration.ofSeconds(30)));
  }

  AgentOnHost agent(String shell) throws Exception {
    return new HostSession(shell(shell), Clock.systemUTC()).agent(Deadline.in(Duration.ofSeconds(30)));
  }

  private LocalShell shell(String shell) {
    return new LocalShell(system.resolve("convoy"), shell,
        Map.of("CONVOY_SYSTEM", system.toString(), "PATH", programs + ":" + System.getenv("PATH")));
  }

  Map<String, HostCheck> checks(String shell) throws Exception {
    return report(shell, Map.of()).checks().stream().collect(Collectors.toMap(HostCheck::name, check -> check));
  }

  static void isFound(Map<String, HostCheck> checks, String name, Verdict verdict, String... words) {
    assertThat(checks.get(name)).as(name).isNotNull();
    assertThat(checks.get(name).verdict()).as("%s", checks.get(name)).isEqualTo(verdict);
    List.of(words).forEach(word -> assertThat(checks.get(name).detail()).contains(word));
  }
}
