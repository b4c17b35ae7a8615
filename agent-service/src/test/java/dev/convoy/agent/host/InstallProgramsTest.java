package dev.convoy.agent.host;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class InstallProgramsTest {

  /** Says what it was given, as a stand-in for the installer. */
  private static final String INSTALLER = """
      #!/bin/sh
      echo "arguments $*"
      for each; do last=$each; done
      echo "$# arguments, the last $last, proxy ${#https_proxy}"
      read -r id && read -r secret && read -r token && echo "prompted ${#id} ${#secret} ${#token}"
      echo "environment $AWS_REGION ${#AWS_SECRET_ACCESS_KEY}"
      echo "The following is the source server ID: s-3af3a4dfe4d95c45f."
      """;
  private static final InstallRequest REQUEST = new InstallRequest(
      "web-014", "eu-central-1", "", "mgn.example.com", Duration.ofMinutes(5));
  private static final InstallCredentials KEYS = new InstallCredentials("ASIA1", "canary-4711", "token-1");
  private static final OperationName OPERATION = new OperationName("web-014:install:1:1");

  private final HttpServer server;
  private final HostSession session;
  private volatile String published = "";

  InstallProgramsTest(@TempDir Path temp) throws Exception {
    published = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512")
        .digest(INSTALLER.getBytes(StandardCharsets.UTF_8))) + "  aws-replication-installer-init\n";
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    serve("/installer", () -> INSTALLER);
    serve("/hash", () -> published);
    server.start();
    session = new HostSession(new LocalShell(temp, "/bin/sh"), Clock.systemUTC());
  }

  private void serve(String path, Supplier<String> text) {
    server.createContext(path, exchange -> {
      byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private OperationState.Ended install(@Nullable InstallCredentials credentials) throws Exception {
    return install(InstallPrograms.linux(REQUEST, credentials));
  }

  private OperationState.Ended install(ProgramSpec spec) throws Exception {
    Map<String, String> environment = new HashMap<>(spec.environment());
    String here = "http://127.0.0.1:" + server.getAddress().getPort();
    environment.put("CONVOY_INSTALLER_URL", here + "/installer");
    environment.put("CONVOY_INSTALLER_SHA512_URL", here + "/hash");
    session.start(OPERATION, new ProgramSpec(spec.kind(), spec.program(), environment, spec.timeout()),
        Deadline.in(Duration.ofSeconds(20)));
    return (OperationState.Ended) Until.holds(() -> session.status(OPERATION, Deadline.in(Duration.ofSeconds(20))),
        state -> state instanceof OperationState.Ended);
  }

  @Test
  void theInstallerGetsItsKeysOnNoCommandLineAndItsIdIsRead() throws Exception {
    OperationState.Ended ended = install(KEYS);
    assertThat(ended.output()).contains(
        "arguments --region eu-central-1 --no-prompt --no-replication --user-provided-id web-014"
            + " --endpoint mgn.example.com\n", "prompted 5 11 7\n", "environment eu-central-1 11\n");
    assertThat(ended.succeeded()).isTrue();
    assertThat(InstallPrograms.sourceServerIds(ended.output())).containsExactly("s-3af3a4dfe4d95c45f");
  }

  @Test
  void installedAgainItGoesOnReplicating() throws Exception {
    assertThat(install(InstallPrograms.linux(REQUEST, KEYS).with("CONVOY_REPLICATE", "yes")).output()).contains(
        "arguments --region eu-central-1 --no-prompt --user-provided-id web-014 --endpoint mgn.example.com\n");
  }

  @Test
  void disksTagsAndProxyReachTheInstallerEachAsTheArgumentThatItIs() throws Exception {
    var options = new InstallOptions("http://proxy.example:3128/", List.of("/dev/sda", "/dev/sdb"),
        Map.of("project", "exit", "owner", "a+b@c"));
    var request = new InstallRequest("web-014", "eu-central-1", "", "", Duration.ofMinutes(5), new InstallerSource.Aws(), options);
    assertThat(install(InstallPrograms.linux(request, KEYS)).output()).contains(
        " --devices /dev/sda,/dev/sdb --tags owner=a+b@c project=exit\n", "11 arguments, the last project=exit, proxy 26\n");
  }

  @Test
  void aMirrorHasAllInstallersUnderTheirPaths() {
    var request = new InstallRequest("w", "eu-central-1", "", "", Duration.ofMinutes(5),
        InstallerSource.of("https://mirror.example:8443/mgn/"), InstallOptions.NONE);
    assertThat(InstallPrograms.windows(request, KEYS).environment())
        .containsEntry("CONVOY_INSTALLER_URL", "https://mirror.example:8443/mgn/latest/windows/AwsReplicationWindowsInstaller.exe")
        .containsEntry("CONVOY_INSTALLER_SHA512_URL_2012", "https://mirror.example:8443/mgn/latest/windows_legacy/"
            + "windows_2012_legacy/AwsReplicationWindows2012LegacyInstaller.exe.sha512")
        .containsEntry("CONVOY_INSTALLER_URL_2008", "https://mirror.example:8443/mgn/latest/windows_legacy/"
            + "AwsReplicationWindowsLegacyInstaller.exe");
  }

  @Test
  void withAnInstanceProfileNoKeysAreGiven() throws Exception {
    assertThat(install((InstallCredentials) null).output()).doesNotContain("prompted").contains("environment eu-central-1 0\n");
  }

  @Test
  void anInstallerThatIsNotThePublishedOneIsNotRun() throws Exception {
    published = "0".repeat(128) + "\n";
    OperationState.Ended ended = install(KEYS);
    assertThat(ended.exit()).isEqualTo(11);
    assertThat(ended.output()).contains("nothing was run").doesNotContain("arguments");
  }

  @Test
  void downloadsComeFromTheBucketsOfTheRegionOrThroughTheGivenEndpoint() throws IOException {
    assertThat(InstallPrograms.linux(REQUEST, KEYS).environment()).containsEntry("CONVOY_INSTALLER_URL",
        "https://aws-application-migration-service-eu-central-1.s3.eu-central-1.amazonaws.com/"
            + "latest/linux/aws-replication-installer-init");
    assertThat(InstallPrograms.linux(new InstallRequest("w", "cn-north-1", "", "", Duration.ofMinutes(5)), KEYS).environment())
        .containsEntry("CONVOY_INSTALLER_SHA512_URL", "https://aws-application-migration-service-hashes-cn-north-1.s3"
            + ".cn-north-1.amazonaws.com.cn/latest/linux/aws-replication-installer-init.sha512");
    InstallRequest through = new InstallRequest(
        "w", "eu-central-1", "vpce-1.s3.example.com", "", Duration.ofMinutes(5));
    assertThat(InstallPrograms.windows(through, KEYS).environment()).containsEntry("CONVOY_INSTALLER_SHA512_URL",
        "https://vpce-1.s3.example.com/aws-application-migration-service-hashes-eu-central-1/"
            + "latest/windows/AwsReplicationWindowsInstaller.exe.sha512");
    assertThat(InstallPrograms.linux(REQUEST, KEYS).toString()).doesNotContain("canary-4711");
  }
}
