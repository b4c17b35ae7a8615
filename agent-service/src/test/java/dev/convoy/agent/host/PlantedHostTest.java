package dev.convoy.agent.host;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostCheck;
import dev.convoy.agent.remote.HostCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The real script in the real shells on a host of files: each fault is planted, found, and named with what is needed. */
class PlantedHostTest {

  private final Path system;
  private final Path programs;

  PlantedHostTest(@TempDir Path temp) throws IOException {
    this.system = Files.createDirectories(temp.resolve("system"));
    this.programs = Files.createDirectories(temp.resolve("programs"));
  }

  static List<String> shells() {
    return Stream.of("/bin/sh", "/bin/dash", "/bin/bash").filter(shell -> Files.isExecutable(Path.of(shell))).toList();
  }

  @BeforeEach
  void aHostOnWhichAllHolds() throws IOException {
    program("uname", "case $1 in -r) echo 5.15.0-91-generic ;; -m) echo x86_64 ;; *) echo Linux ;; esac");
    program("getconf", "echo 64");
    program("id", "echo 0");
    program("python3", "printf 3.10");
    program("getent", "exit 0");
    program("ip", ":");
    program("systemctl", ":");
    program("dpkg-query", "echo 'nginx 1.22'; echo 'bash 5'");
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

  private void card(String name) throws IOException {
    file("sys/class/net/" + name + "/device", "");
    file("sys/class/net/" + name + "/operstate", "up\n");
  }

  private void file(String name, String text) throws IOException {
    Path file = system.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void program(String name, String text) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private CheckReport report(String shell, Map<String, String> own) throws Exception {
    LocalShell host = new LocalShell(system.resolve("convoy"), shell, Map.of("CONVOY_SYSTEM", system.toString(),
        "PATH", programs + ":" + System.getenv("PATH")));
    CheckRequest request = new CheckRequest("mgn.example:1", "", "", 0, 0, 0, 300,
        String.join("\n", CheckRequest.LINUX_SYSTEMS), own);
    return new HostSession(host, Clock.systemUTC()).check(request, Deadline.in(Duration.ofSeconds(30)));
  }

  private Map<String, HostCheck> checks(String shell) throws Exception {
    return report(shell, Map.of()).checks().stream().collect(Collectors.toMap(HostCheck::name, check -> check));
  }

  private static void isFound(Map<String, HostCheck> checks, String name, Verdict verdict, String... words) {
    assertThat(checks.get(name).verdict()).as("%s", checks.get(name)).isEqualTo(verdict);
    assertThat(checks.get(name).detail()).contains(words);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aSoundHostHasNothingToReportAndIsProfiled(String shell) throws Exception {
    CheckReport report = report(shell, Map.of());
    assertThat(report.failures()).extracting(CheckReport.Finding::check).containsExactly("mgn-443");
    assertThat(report.decisions()).isEmpty();
    assertThat(report.warnings()).isEmpty();
    assertThat(report.profile().disks()).containsExactly("/dev/sda 1048576");
    assertThat(report.profile().enabled()).containsExactly("nginx.service");
    assertThat(report.profile().timeZone()).isNotEmpty();
    assertThat(report.profile().packages()).containsExactly("nginx 1.22");
    assertThat(system.resolve("convoy")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void everyPrerequisiteThatDoesNotHoldIsInOneReportWithWhatIsNeeded(String shell) throws Exception {
    program("uname", "case $1 in -r) echo 2.6.18-100.el5 ;; -m) echo i686 ;; *) echo Linux ;; esac");
    program("python3", "printf 2.3");
    program("python", "exit 127");
    program("python2", "exit 127");
    program("getent", "exit 2");
    program("apt-cache", "echo '  Candidate: (none)'");
    file("etc/os-release", "ID=ubuntu\nVERSION_ID=\"10.04\"\nPRETTY_NAME=\"Ubuntu 10.04\"\n");
    file("proc/meminfo", "MemFree: 10240 kB\n");
    file("proc/modules", "CE_AgentDriver 16384 0 - Live 0x0\n");
    file("sys/firmware/efi/efivars/SecureBoot-8be4df61", "\u0006\u0000\u0000\u0000\u0001");
    file("run/zypp.pid", "4711");
    file("proc/4711/comm", "zypper\n");
    Map<String, HostCheck> checks = checks(shell);
    isFound(checks, "os", Verdict.FAIL, "Ubuntu 10.04", "ubuntu 12.04 to 24.04");
    isFound(checks, "kernel", Verdict.FAIL, "2.6.18-100.el5, 2.6.18-164 or later needed");
    isFound(checks, "arch", Verdict.FAIL, "i686", "x86_64");
    isFound(checks, "python", Verdict.FAIL, "python3 2.3", "2.4 or later");
    isFound(checks, "ram", Verdict.FAIL, "10 MiB memory available, 300 MiB needed");
    isFound(checks, "dns", Verdict.FAIL, "no address for mgn.example");
    isFound(checks, "kernel-headers", Verdict.FAIL, "linux-headers-2.6.18-100.el5");
    isFound(checks, "secure-boot", Verdict.FAIL, "on, off needed");
    isFound(checks, "package-lock", Verdict.FAIL, "/run/zypp.pid is held by process 4711");
    isFound(checks, "other-agent", Verdict.FAIL, "CloudEndure");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void anOldDistributionIsKnownByItsReleaseFileAndHeadersByAPackage(String shell) throws Exception {
    Files.delete(system.resolve("etc/os-release"));
    Files.delete(system.resolve("usr/src/linux-headers-5.15.0-91-generic/Makefile"));
    file("etc/system-release", "CentOS release 6.10 (Final)\n");
    program("apt-cache", "echo '  Candidate: 5.15'");
    file("proc/mounts", "tmpfs / tmpfs rw,noexec 0 0\n");
    Map<String, HostCheck> checks = checks(shell);
    isFound(checks, "os", Verdict.OK, "CentOS release 6.10");
    isFound(checks, "kernel-headers", Verdict.OK, "package linux-headers-5.15.0-91-generic can be had");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatIsOfASpecialKindIsNamedForADecision(String shell) throws Exception {
    file("etc/samba/smb.conf", "[global]\n  server role = active directory domain controller\n");
    file("proc/20/comm", "corosync\n");
    file("proc/30/cmdline", "postgres: 15/main: walsender rep 10.0.0.2(5432) streaming 0/3000148\n");
    file("sys/class/iscsi_session/session1/state", "LOGGED_IN\n");
    file("sys/block/dm-3/dm/uuid", "mpath-3600\n");
    file("sys/block/dm-3/dm/name", "mpatha\n");
    card("eth1");
    program("ip", "case $* in *route*) echo '10.9.0.0/16 via 10.0.0.254 dev eth1 proto static';"
        + " echo '172.17.0.0/16 dev docker0 proto kernel' ;; esac");
    file("sys/bus/usb/devices/1-1/idVendor", "0529\n");
    file("sys/bus/usb/devices/1-1/idProduct", "0001\n");
    CheckReport report = report(shell, Map.of());
    assertThat(report.decisions()).extracting(found -> found.code() + " " + found.check() + ": " + found.detail())
        .containsExactly(
            "CVY-2241 domain-controller: Samba as Active Directory domain controller",
            "CVY-2242 cluster-node: corosync",
            "CVY-2243 database-replication: PostgreSQL walsender",
            "CVY-2244 shared-disk: iSCSI session1, multipath mpatha",
            "CVY-2245 several-cards: eth0, eth1",
            "CVY-2246 static-routes: 10.9.0.0/16 via 10.0.0.254",
            "CVY-2247 dongle: USB 0529:0001");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theAgentsOfAwsAreToldApart(String shell) throws Exception {
    file("var/lib/aws-replication-agent/agent.log.0", "registered s-0123456789abcdef0 at mgn.eu-central-1.amazonaws.com\n");
    CheckReport report = report(shell, Map.of());
    assertThat(report.warnings()).extracting(CheckReport.Finding::code).containsExactly("CVY-2215");
    assertThat(report.profile().agentSourceServers()).containsExactly("s-0123456789abcdef0");
    file("var/lib/aws-replication-agent/agent.config", "{\"endpoint\":\"drs.eu-central-1.amazonaws.com\"}");
    isFound(checks(shell), "other-agent", Verdict.FAIL, "Elastic Disaster Recovery");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aLockOnAFileIsSeenInTheTableOfTheKernel(String shell) throws Exception {
    file("var/lib/dpkg/lock-frontend", "");
    Object inode = Files.getAttribute(system.resolve("var/lib/dpkg/lock-frontend"), "unix:ino");
    file("proc/locks", "1: POSIX  ADVISORY  WRITE 812 fe:01:" + inode + " 0 EOF\n");
    isFound(checks(shell), "package-lock", Verdict.FAIL, "/var/lib/dpkg/lock-frontend is held, free needed");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void checksOfTheConfigurationAreJudgedByTheirExitCode(String shell) throws Exception {
    CheckReport report = report(shell, Map.of("backup", "echo 'last backup: 9 days'\nexit 3", "licence", "echo fine"));
    assertThat(report.failures()).anySatisfy(found -> {
      assertThat(found.check()).isEqualTo("backup");
      assertThat(found.code()).isEqualTo("CVY-2230");
      assertThat(found.detail()).isEqualTo("last backup: 9 days (exit code 3, 0 needed)");
    }).noneSatisfy(found -> assertThat(found.check()).isEqualTo("licence"));
  }
}
