package dev.convoy.lab.registry;

import dev.convoy.lab.process.JavaProgram;
import dev.convoy.lab.process.KeptProcess;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabPorts;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Apicurio Registry in a process of its own on 127.0.0.1. Schemas and their ids are kept in a file of the data folder;
 * the global compatibility is {@code BACKWARD}.
 */
public final class RegistryProcess extends KeptProcess {
  private static final List<String> JVM_FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m",
      "-Xshare:auto", "--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
      "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

  private final Path folder;
  private final Path log;
  private final int port;
  private final int managementPort;

  /**
   * @param folder where it keeps its database
   * @param log takes its output
   * @param port of its HTTP API
   * @param managementPort of its health checks
   */
  public RegistryProcess(Path folder, Path log, int port, int managementPort) {
    super(Duration.ofSeconds(10));
    this.folder = folder.toAbsolutePath();
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
  }

  @Override
  public String name() {
    return "registry";
  }

  /** The Confluent API. */
  public URI url() {
    return URI.create("http://" + LabPorts.HOST + ":" + port + "/apis/ccompat/v7");
  }

  @Override
  protected boolean serves() {
    return status(HttpRequest.newBuilder(URI.create(url() + "/subjects")).GET()) == 200;
  }

  /** Sets the global compatibility. */
  @Override
  protected boolean prepare() {
    return status(HttpRequest.newBuilder(URI.create(url() + "/config"))
        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
        .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}"))) == 200;
  }

  @Override
  protected LabFailure failure() {
    return new LabFailure("[CVY-9224] registry: did not become ready; see " + log);
  }

  private static void requireFree(int port) {
    if (!LabPorts.free(port)) {
      throw new LabFailure("[CVY-9222] registry: port " + port
          + " is taken; stop what listens there or choose others with --port-offset N");
    }
  }

  @Override
  protected JavaProgram program() {
    requireFree(port);
    requireFree(managementPort);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9223] registry: cannot create " + folder + "; choose another --data folder", e);
    }
    Path home = RegistryHome.find();
    List<String> flags = new ArrayList<>(JVM_FLAGS);
    flags.add("-Dquarkus.http.host=" + LabPorts.HOST);
    flags.add("-Dquarkus.http.port=" + port);
    flags.add("-Dquarkus.management.host=" + LabPorts.HOST);
    flags.add("-Dquarkus.management.port=" + managementPort);
    // By default H2 writes half a second after it has committed: kill -9 in between, and an id is given away twice.
    flags.add("-Dapicurio.datasource.url=jdbc:h2:file:" + folder.resolve("registry") + ";WRITE_DELAY=0");
    flags.add("-Dapicurio.datasource.jdbc.initial-size=1");
    flags.add("-Dapicurio.datasource.jdbc.min-size=1");
    flags.add("-Dquarkus.log.level=WARN");
    flags.add("-Dquarkus.banner.enabled=false");
    List<String> classPath = List.of(home.resolve("quarkus-run.jar").toString(), ownCode());
    return new JavaProgram(name(), flags, classPath, "io.quarkus.bootstrap.runner.QuarkusEntryPoint", List.of(), folder,
        log);
  }

  private static String ownCode() {
    return Path.of(URI.create(RegistryProcess.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  /** Status of the answer; -1 when there is none. */
  private static int status(HttpRequest.Builder request) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2))
        .version(HttpClient.Version.HTTP_1_1).proxy(ProxySelector.of(null)).build()) {
      return client.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
