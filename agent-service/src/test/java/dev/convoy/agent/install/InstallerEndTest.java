package dev.convoy.agent.install;

import dev.convoy.agent.host.OperationState;
import dev.convoy.kit.core.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts as the troubleshooting pages of MGN and Elastic Disaster Recovery quote them. */
class InstallerEndTest {

  private static final String BEGUN = """
      The installation of the AWS Replication Agent has started.
      AWS Region Name: eu-central-1
      Verifying that the source server has enough free disk space to install the AWS Replication Agent.
      Identifying volumes for replication.
      Identified volume for replication: /dev/nvme0n1 of size 12 GiB
      """;
  private static final String NAMED = "The following is the source server ID: s-3af3a4dfe4d95c45f.\n";

  private static InstallerEnd end(int exit, String output) {
    return InstallerEnd.of(new OperationState.Ended(exit, output), Duration.ofHours(1));
  }

  private static Failure failure(int exit, String output) {
    return ((InstallerEnd.Failed) end(exit, output)).failure();
  }

  @Test
  void exitCodeZeroAndOneSourceServerIsAnEndThatMgnIsAskedAbout() {
    assertThat(end(0, BEGUN + NAMED + "You now have 1 active source server out of a total quota of 150.\n"))
        .isEqualTo(new InstallerEnd.Named("s-3af3a4dfe4d95c45f"));
    assertThat(end(0, BEGUN + NAMED + NAMED)).as("the same one twice").isInstanceOf(InstallerEnd.Named.class);
  }

  @Test
  void aSourceServerThatIsNamedByAnInstallerThatFailedIsNone() {
    assertThat(failure(1, BEGUN + NAMED).code()).isEqualTo("CVY-2221");
  }

  @Test
  void noSourceServerOrSeveralAreFailuresOfTheirOwn() {
    assertThat(failure(0, BEGUN).code()).isEqualTo("CVY-2310");
    assertThat(failure(0, "").message()).endsWith("no output");
    var several = failure(0, NAMED + NAMED.replace("s-3", "s-4"));
    assertThat(several.code()).isEqualTo("CVY-2311");
    assertThat(several.message()).contains("s-3af3a4dfe4d95c45f, s-4af3a4dfe4d95c45f");
    assertThat(several.permanent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      124 | begun                                                                                    | CVY-2301 | true
      10  | download of the installer failed                                                         | CVY-2313 | false
      11  | the installer does not have its published SHA-512; nothing was run                       | CVY-2314 | false
      1   | Installation failed.                                                                     | CVY-2221 | false
      1   | Error: You need to have root privileges to run this script.                              | CVY-2201 | true
      1   | urlopen error [Errno 10060] Connection times out                                         | CVY-2315 | false
      1   | ssl.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:590)    | CVY-2316 | true
      1   | An error occurred (InvalidSignatureException) when calling the GetAgentInstallationAssetsForMgn operation: x | CVY-2317 | false
      1   | An error occurred (InvalidSignatureException) when calling X: Signature expired: 2026    | CVY-2214 | true
      1   | An error occurred (ExpiredTokenException) when calling the RegisterAgentForMgn operation: x | CVY-2317 | false
      1   | An error occurred (UnrecognizedClientException): The security token included in the request is invalid. | CVY-2317 | false
      1   | An error occurred (AccessDeniedException) when calling the RegisterAgentForMgn operation: x | CVY-2318 | true
      1   | An error occurred (UninitializedAccountException) when calling X: account not initialized | CVY-2318 | true
      1   | An error occurred (ServiceQuotaExceededException) when calling X: too many               | CVY-2318 | true
      1   | OSError: [Errno 28] No space left on device                                              | CVY-2206 | true
      1   | error while loading shared libraries: libz.so.1: failed to map segment from shared object | CVY-2209 | true
      1   | Could not find a matching kernel headers package for your SUSE kernel version.           | CVY-2218 | true
      1   | kernel-devel-4.18.0 is not installed and could not be downloaded                         | CVY-2218 | true
      1   | Your Linux kernel version is not supported by the AWS Replication Agent                  | CVY-2216 | true
      1   | Could not configure the AWS Replication Agent kernel driver build.                       | CVY-2320 | true
      1   | gcc was not found and could not be automatically fetched from the configured repositories | CVY-2320 | true
      1   | insmod: ERROR: could not insert module ./aws-replication-driver.ko: Operation not permitted | CVY-2320 | true
      1   | insmod: ERROR: could not insert module ./aws-replication-driver.ko: Required key not available | CVY-2219 | true
      1   | Failed to set system user permissions: "getpwnam(): name not found: aws-replication"     | CVY-2322 | true
      1   | /lib64/libc.so.6: version 'GLIBC_2.7' not found (required by ./aws-replication-installer-64bit) | CVY-2202 | true
      1   | E: Could not get lock /var/lib/dpkg/lock-frontend                                        | CVY-2223 | false
      127 | /usr/bin/env: 'python3': No such file or directory                                       | CVY-2204 | true
      1   | rmmod: ERROR: Module CE_AgentDriver is in use                                            | CVY-2215 | true
      1   | This source server is already registered with a different AWS account                    | CVY-2224 | true
      1   | The WMI service is not running                                                           | CVY-2227 | true
      1   | .NET Framework 4.5 or later is required                                                  | CVY-2225 | true
      1   | error: argument --devices: expected one argument                                         | CVY-2323 | true
      """)
  void anErrorOfTheInstallerHasTheCodeOfItsCause(int exit, String text, String code, boolean permanent) {
    assertThat(failure(exit, BEGUN + text + "\nInstallation failed. Learn more in our documentation.\n"))
        .satisfies(each -> {
          assertThat(each.code()).isEqualTo(code);
          assertThat(each.permanent()).isEqualTo(permanent);
          assertThat(each.remedy()).isNotBlank();
          assertThat(each.message()).contains("Installation failed. Learn more");
        });
  }

  @Test
  void theCauseGoesBeforeWhatFollowedFromIt() {
    assertThat(failure(1, "No space left on device\nFailed to compile the AWS Replication Agent kernel driver.\n").code())
        .isEqualTo("CVY-2206");
  }
}
