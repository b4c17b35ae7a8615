package dev.convoy.agent.host;

import dev.convoy.agent.remote.HostCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.convoy.agent.host.PlantedHost.isFound;
import static org.assertj.core.api.Assertions.assertThat;

/** Each way in which a prerequisite can fail and a server can be of a special kind, with the real script in sh. */
class PlantedFaultsTest {

  private static final String SH = "/bin/sh";
  private static final String KERNEL = "5.15.0-91-generic";

  private final PlantedHost host;

  PlantedFaultsTest(@TempDir Path temp) throws IOException {
    this.host = new PlantedHost(temp);
  }

  @Test
  void rightsRoomAndClockAreNamedWithWhatIsNeeded() throws Exception {
    host.program("id", "echo 1000");
    host.free(Map.of("/", 2047, "/tmp", 1023, "/boot", 49));
    host.file("proc/mounts", "/dev/sda1 / ext4 rw 0 0\ntmpfs /tmp tmpfs rw,nosuid,noexec 0 0\n");
    host.program("date", "case $1 in +%s) echo $(($(/bin/date +%s) - 330)) ;; *) /bin/date \"$@\" ;; esac");
    var checks = host.checks(SH);
    isFound(checks, "root", Verdict.FAIL, "uid 1000, 0 needed");
    isFound(checks, "root-space", Verdict.FAIL, "2047 MiB free on /, 2048 MiB needed");
    isFound(checks, "tmp-space", Verdict.FAIL, "1023 MiB free on /tmp, 1024 MiB needed");
    isFound(checks, "boot-space", Verdict.FAIL, "49 MiB free on /boot, 50 MiB needed");
    isFound(checks, "tmp-exec", Verdict.FAIL, "/tmp is mounted noexec");
    isFound(checks, "clock-skew", Verdict.FAIL, "at most 300 needed");
  }

  @Test
  void whatJustSufficesHolds() throws Exception {
    host.free(Map.of("/", 2048, "/tmp", 1024, "/boot", 50));
    host.file("proc/mounts", "/dev/sda1 / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\ntmpfs /run tmpfs noexec 0 0\n");
    host.program("date", "case $1 in +%s) echo $(($(/bin/date +%s) + 270)) ;; *) /bin/date \"$@\" ;; esac");
    var checks = host.checks(SH);
    for (var each : List.of("root", "root-space", "tmp-space", "boot-space", "tmp-exec", "clock-skew")) {
      isFound(checks, each, Verdict.OK);
    }
  }

  @Test
  void eachEndpointThatCannotBeReachedIsNamed() throws Exception {
    var report = host.report(SH, new CheckRequest("127.0.0.1:1", "127.0.0.2:1", "127.0.0.3:1", 0, 0, 0, 0, "", Map.of()));
    assertThat(report.failures()).extracting(found -> found.code() + " " + found.detail()).containsExactly(
        "CVY-2211 no connection to 127.0.0.1:1 within 3 s",
        "CVY-2212 no connection to 127.0.0.2:1 within 3 s",
        "CVY-2213 no connection to 127.0.0.3:1 within 3 s");
  }

  @Test
  void headersThatAreALinkToOthersAreRefused() throws Exception {
    Files.delete(host.path("usr/src/linux-headers-" + KERNEL + "/Makefile"));
    Files.delete(host.path("usr/src/linux-headers-" + KERNEL));
    host.file("usr/src/others/Makefile", "");
    Files.createSymbolicLink(host.path("usr/src/linux-headers-" + KERNEL), host.path("usr/src/others"));
    isFound(host.checks(SH), "kernel-headers", Verdict.FAIL, "is a symbolic link, a folder needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"var/lib/dpkg/lock", "var/lib/rpm/.rpm.lock", "usr/lib/sysimage/rpm/.rpm.lock"})
  void aLockOfEachPackageManagerIsSeen(String lock) throws Exception {
    host.file(lock, "");
    var inode = Files.getAttribute(host.path(lock), "unix:ino");
    host.file("proc/locks", "1: FLOCK  ADVISORY  WRITE 812 fe:01:" + inode + " 0 EOF\n");
    isFound(host.checks(SH), "package-lock", Verdict.FAIL, "/" + lock + " is held");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run/yum.pid", "var/run/yum.pid", "var/cache/dnf/metadata_lock.pid"})
  void aProcessOfAPackageManagerIsSeenUntilItHasEnded(String pid) throws Exception {
    host.file(pid, "4711");
    isFound(host.checks(SH), "package-lock", Verdict.OK);
    host.process(4711, "yum");
    isFound(host.checks(SH), "package-lock", Verdict.FAIL, "/" + pid + " is held by process 4711");
  }

  @ParameterizedTest
  @ValueSource(strings = {"krb5kdc", "ns-slapd"})
  void aDirectoryNeedsADecision(String process) throws Exception {
    host.process(20, process);
    isFound(host.checks(SH), "domain-controller", Verdict.DECIDE, process);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pacemakerd,heartbeat,cman,had,keepalived,kubelet", "etcd,cssd.bin,ocssd.bin"})
  void aMemberOfAClusterNeedsADecision(String processes) throws Exception {
    int pid = 20;
    for (var each : processes.split(",")) {
      host.process(pid++, each);
    }
    host.file("etc/corosync/corosync.conf", "");
    isFound(host.checks(SH), "cluster-node", Verdict.DECIDE, processes.split(","));
    isFound(host.checks(SH), "cluster-node", Verdict.DECIDE, "/etc/corosync/corosync.conf");
  }

  @Test
  void aDatabaseThatShipsItsLogNeedsADecision() throws Exception {
    host.file("proc/30/cmdline", "postgres: 15/main: walreceiver streaming 0/3000148\0");
    host.process(31, "ora_lns1_shop");
    host.file("var/opt/mssql/mssql.conf", "[hadr]\nhadrenabled = 1\n");
    host.file("etc/mongod.conf", "replication:\n  replSetName: rs0\n");
    host.file("etc/mysql/conf.d/galera.cnf", "[mysqld]\nwsrep_cluster_address=gcomm://10.0.0.1,10.0.0.2\n");
    host.file("var/lib/mysql/web-relay-bin.index", "./web-relay-bin.000001\n");
    isFound(host.checks(SH), "database-replication", Verdict.DECIDE, "PostgreSQL walreceiver", "ora_lns1_shop",
        "SQL Server availability groups", "MongoDB replica set", "Galera cluster", "MySQL replica web-relay-bin.index");
  }

  @Test
  void aDatabaseOfItsOwnNeedsNone() throws Exception {
    host.file("proc/30/cmdline", "postgres: 15/main: checkpointer\0");
    host.process(31, "ora_pmon_shop");
    host.file("var/opt/mssql/mssql.conf", "[hadr]\nhadrenabled = 0\n");
    host.file("etc/mongod.conf", "# replSetName: rs0\n");
    host.file("etc/mysql/my.cnf", "[mysqld]\nwsrep_cluster_address=gcomm://\n");
    host.file("var/lib/mysql/web-relay-bin.index", "");
    isFound(host.checks(SH), "database-replication", Verdict.OK);
  }

  @Test
  void disksOfSeveralHostsNeedADecision() throws Exception {
    host.file("sys/block/drbd0/size", "2048\n");
    host.file("proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/sdb /a ocfs2 rw 0 0\n/dev/sdc /b gfs2 rw 0 0\nx /c gpfs rw 0 0\n");
    isFound(host.checks(SH), "shared-disk", Verdict.DECIDE, "drbd0", "ocfs2 on /a", "gfs2 on /b", "gpfs on /c");
  }

  @Test
  void theCardsOfABondAreOneAndACardThatIsDownIsNone() throws Exception {
    host.card("eth1");
    host.file("sys/class/net/eth0/master", "");
    host.file("sys/class/net/eth1/master", "");
    host.file("sys/class/net/bond0/bonding/mode", "802.3ad");
    host.card("eth2");
    host.file("sys/class/net/eth2/operstate", "down\n");
    isFound(host.checks(SH), "several-cards", Verdict.OK);
    host.file("sys/class/net/eth2/operstate", "up\n");
    isFound(host.checks(SH), "several-cards", Verdict.DECIDE, "bond0", "eth2");
  }
}
