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

  private final PlantedHost host;

  PlantedHostTest(@TempDir Path temp) throws IOException {
    this.host = new PlantedHost(temp);
  }

  static List<String> shells() {
    return Stream.of("/bin/sh", "/bin/dash", "/bin/bash").filter(shell -> Files.isExecutable(Path.of(shell))).toList();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aSoundHostHasNothingToReportAndIsProfiled(String shell) throws Exception {
    CheckReport report = host.report(shell, Map.of());
    assertThat(report.failures()).extracting(CheckReport.Finding::check).containsExactly("mgn-443");
    assertThat(report.decisions()).isEmpty();
    assertThat(report.warnings()).isEmpty();
    assertThat(report.profile().disks()).containsExactly("/dev/sda 1048576");
    assertThat(report.profile().enabled()).containsExactly("nginx.service");
    assertThat(report.profile().timeZone()).isNotEmpty();
    assertThat(report.profile().packages()).containsExactly("nginx 1.22");
    assertThat(host.path("convoy")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void everyPrerequisiteThatDoesNotHoldIsInOneReportWithWhatIsNeeded(String shell) throws Exception {
    host.program("uname", "case $1 in -r) echo 2.6.18-100.el5 ;; -m) echo i686 ;; *) echo Linux ;; esac");
    host.program("python3", "printf 2.3");
    host.program("python", "exit 127");
    host.program("python2", "exit 127");
    host.program("getent", "exit 2");
    host.program("apt-cache", "echo '  Candidate: (none)'");
    host.file("etc/os-release", "ID=ubuntu\nVERSION_ID=\"10.04\"\nPRETTY_NAME=\"Ubuntu 10.04\"\n");
    host.file("proc/meminfo", "MemFree: 10240 kB\n");
    host.file("proc/modules", "CE_AgentDriver 16384 0 - Live 0x0\n");
    host.file("sys/firmware/efi/efivars/SecureBoot-8be4df61", "\u0006\u0000\u0000\u0000\u0001");
    host.file("run/zypp.pid", "4711");
    host.file("proc/4711/comm", "zypper\n");
    Map<String, HostCheck> checks = host.checks(shell);
    PlantedHost.isFound(checks, "os", Verdict.FAIL, "Ubuntu 10.04", "ubuntu 12.04 to 24.04");
    PlantedHost.isFound(checks, "kernel", Verdict.FAIL, "2.6.18-100.el5, 2.6.18-164 or later needed");
    PlantedHost.isFound(checks, "arch", Verdict.FAIL, "i686", "x86_64");
    PlantedHost.isFound(checks, "python", Verdict.FAIL, "python3 2.3", "2.4 or later");
    PlantedHost.isFound(checks, "ram", Verdict.FAIL, "10 MiB memory available, 300 MiB needed");
    PlantedHost.isFound(checks, "dns", Verdict.FAIL, "no address for mgn.example");
    PlantedHost.isFound(checks, "kernel-headers", Verdict.FAIL, "linux-headers-2.6.18-100.el5");
    PlantedHost.isFound(checks, "secure-boot", Verdict.FAIL, "on, off needed");
    PlantedHost.isFound(checks, "package-lock", Verdict.FAIL, "/run/zypp.pid is held by process 4711");
    PlantedHost.isFound(checks, "other-agent", Verdict.FAIL, "CloudEndure");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void anOldDistributionIsKnownByItsReleaseFileAndHeadersByAPackage(String shell) throws Exception {
    Files.delete(host.path("etc/os-release"));
    Files.delete(host.path("usr/src/linux-headers-5.15.0-91-generic/Makefile"));
    host.file("etc/system-release", "CentOS release 6.10 (Final)\n");
    host.program("apt-cache", "echo '  Candidate: 5.15'");
    host.file("proc/mounts", "tmpfs / tmpfs rw,noexec 0 0\n");
    Map<String, HostCheck> checks = host.checks(shell);
    PlantedHost.isFound(checks, "os", Verdict.OK, "CentOS release 6.10");
    PlantedHost.isFound(checks, "kernel-headers", Verdict.OK, "package linux-headers-5.15.0-91-generic can be had");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatIsOfASpecialKindIsNamedForADecision(String shell) throws Exception {
    host.file("etc/samba/smb.conf", "[global]\n  server role = active directory domain controller\n");
    host.file("proc/20/comm", "corosync\n");
    host.file("proc/30/cmdline", "postgres: 15/main: walsender rep 10.0.0.2(5432) streaming 0/3000148\n");
    host.file("sys/class/iscsi_session/session1/state", "LOGGED_IN\n");
    host.file("sys/block/dm-3/dm/uuid", "mpath-3600\n");
    host.file("sys/block/dm-3/dm/name", "mpatha\n");
    host.card("eth1");
    host.program("ip", "case $* in *route*) echo '10.9.0.0/16 via 10.0.0.254 dev eth1 proto static';"
        + " echo '172.17.0.0/16 dev docker0 proto kernel' ;; esac");
    host.file("sys/bus/usb/devices/1-1/idVendor", "0529\n");
    host.file("sys/bus/usb/devices/1-1/idProduct", "0001\n");
    CheckReport report = host.report(shell, Map.of());
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
    host.file("var/lib/aws-replication-agent/agent.log.0", "registered s-0123456789abcdef0 at mgn.eu-central-1.amazonaws.com\n");
    CheckReport report = host.report(shell, Map.of());
    assertThat(report.warnings()).extracting(CheckReport.Finding::code).containsExactly("CVY-2215");
    assertThat(report.profile().agentSourceServers()).containsExactly("s-0123456789abcdef0");
    host.file("var/lib/aws-replication-agent/agent.config", "{\"endpoint\":\"drs.eu-central-1.amazonaws.com\"}");
    PlantedHost.isFound(host.checks(shell), "other-agent", Verdict.FAIL, "Elastic Disaster Recovery");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theAgentIsNamedWithItsSourceServersAndWhetherItRuns(String shell) throws Exception {
    host.program("systemctl", "exit 3");
    host.program("ps", "exit 1");
    host.program("hostname", "echo web-1.corp.example");
    assertThat(host.agent(shell)).isEqualTo(new AgentOnHost(AgentOnHost.Product.NONE, false, List.of(), "web-1.corp.example"));
    host.file("var/lib/aws-replication-agent/agent.log.0", "registered s-0123456789abcdef0 at mgn.eu-central-1.amazonaws.com\n");
    assertThat(host.agent(shell)).isEqualTo(
        new AgentOnHost(AgentOnHost.Product.MGN, false, List.of("s-0123456789abcdef0"), "web-1.corp.example"));
    host.program("systemctl", "[ \"$*\" = 'is-active --quiet aws-replication' ]");
    assertThat(host.agent(shell).running()).isTrue();
    host.program("systemctl", "exit 3");
    host.program("ps", "[ \"$1 $2\" = '-u aws-replication' ] && echo 4711");
    assertThat(host.agent(shell).running()).as("without systemd, by its user").isTrue();
    host.file("var/lib/aws-replication-agent/agent.config", "{\"endpoint\":\"drs.eu-central-1.amazonaws.com\"}");
    assertThat(host.agent(shell).product()).isEqualTo(AgentOnHost.Product.DRS);
    host.file("proc/modules", "CE_AgentDriver 45056 0 - Live\n");
    assertThat(host.agent(shell).product()).isEqualTo(AgentOnHost.Product.CLOUDENDURE);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aLockOnAFileIsSeenInTheTableOfTheKernel(String shell) throws Exception {
    host.file("var/lib/dpkg/lock-frontend", "");
    Object inode = Files.getAttribute(host.path("var/lib/dpkg/lock-frontend"), "unix:ino");
    host.file("proc/locks", "1: POSIX  ADVISORY  WRITE 812 fe:01:" + inode + " 0 EOF\n");
    PlantedHost.isFound(host.checks(shell), "package-lock", Verdict.FAIL, "/var/lib/dpkg/lock-frontend is held, free needed");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void checksOfTheConfigurationAreJudgedByTheirExitCode(String shell) throws Exception {
    CheckReport report = host.report(shell, Map.of("backup", "echo 'last backup: 9 days'\nexit 3", "licence", "echo fine"));
    assertThat(report.failures()).anySatisfy(found -> {
      assertThat(found.check()).isEqualTo("backup");
      assertThat(found.code()).isEqualTo("CVY-2230");
      assertThat(found.detail()).isEqualTo("last backup: 9 days (exit code 3, 0 needed)");
    }).noneSatisfy(found -> assertThat(found.check()).isEqualTo("licence"));
  }
}
