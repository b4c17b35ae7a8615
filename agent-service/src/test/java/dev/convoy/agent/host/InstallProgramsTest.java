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
