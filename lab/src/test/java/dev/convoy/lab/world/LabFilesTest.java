package dev.convoy.lab.world;

import dev.convoy.agent.config.AgentSettings;
import dev.convoy.inventory.config.InventorySettings;
import dev.convoy.inventory.environments.EnvironmentsFile;
import dev.convoy.inventory.intake.Intake;
import dev.convoy.inventory.intake.IntakeReader;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.lab.hosts.FleetFile;
import dev.convoy.lab.hosts.SimulatedHost;
import dev.convoy.lab.run.LabService;
import dev.convoy.launch.config.LaunchSettings;
import dev.convoy.replication.config.ReplicationSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class LabFilesTest {
  /** What binds the settings of each service that has its own, by their prefix. */
  private static final Map<String, Class<?>> SETTINGS = Map.of("convoy.aws", AwsSettings.class,
      "convoy.inventory", InventorySettings.class, "convoy.agent", AgentSettings.class,
      "convoy.replication", ReplicationSettings.class, "convoy.launch", LaunchSettings.class);

  @TempDir
  private Path folder;

  @Test
  void everyFileIsThereAndOnlyItsOwnerCanReadIt() throws IOException {
    write();
    Map<String, String> modes = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        modes.put(file.getFileName().toString(), PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    assertThat(modes).containsOnlyKeys("agent-service.properties", "aws-credentials", "environments.yml", "fleet.json",
        "id_ecdsa", "id_ecdsa.pub", "intake.csv", "inventory-service.properties", "launch-service.properties",
        "replication-service.properties", "validation-service.properties", "windows-password");
    modes.remove("id_ecdsa.pub");
    assertThat(modes.values()).containsOnly("rw-------");
  }

  @Test
  void aSecondRunChangesNothing() throws IOException {
    write();
    Map<String, String> first = contents();
    write();
    assertThat(contents()).isEqualTo(first);
  }

  @Test
  void keysAndPasswordsAreKeptWhenTheFleetChanges() throws IOException {
    write("--servers=6");
    Map<String, String> first = contents();
    write("--servers=7", "--speed=600");
    Map<String, String> second = contents();
    for (String secret : new String[] {"id_ecdsa", "id_ecdsa.pub", "windows-password", "aws-credentials"}) {
      assertThat(second.get(secret)).as(secret).isEqualTo(first.get(secret));
    }
    FleetFile before = FleetFile.read(Files.writeString(folder.resolve("before.json"), first.get("fleet.json")));
    FleetFile after = FleetFile.read(folder.resolve("fleet.json"));
    assertThat(after.hosts()).hasSize(7);
    assertThat(after.settings().clockStart()).isEqualTo(before.settings().clockStart());
    assertThat(after.settings().authorizedKey()).isEqualTo(before.settings().authorizedKey());
  }

  @Test
  void theIntakeFileDeclaresTheHostsOfTheFleetIntoTheEnvironments() throws IOException {
    write("--servers=9", "--waves=2", "--accounts=2");
    FleetFile fleet = FleetFile.read(folder.resolve("fleet.json"));
    var environments = EnvironmentsFile.load(folder.resolve("environments.yml"));
    var intake = IntakeReader.read(Files.readAllBytes(folder.resolve("intake.csv")), "intake.csv", environments);
    assertThat(intake).isInstanceOfSatisfying(Intake.Read.class, read -> {
      assertThat(read.errors()).isEmpty();
      assertThat(read.accepted()).extracting(server -> server.getServerId() + " " + server.getAddress())
          .containsExactlyInAnyOrderElementsOf(fleet.hosts().stream().map(LabFilesTest::place).toList());
    });
    assertThat(fleet.settings().aws()).isEqualTo(URI.create("http://validation-service:4566"));
    assertThat(fleet.settings().authorizedKey()).isEqualTo(Files.readString(folder.resolve("id_ecdsa.pub")).strip());
  }

  @ParameterizedTest
  @EnumSource
  void theSettingsOfEveryServiceLoadFromTheFolderAndNoneIsUnknown(LabService service) throws IOException {
    write("--speed=10");
    var environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("compose", Map.of(
        "spring.config.name", service.serviceName(), "spring.config.additional-location", "file:" + folder + "/")));
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    assertThat(environment.getProperty("convoy.service")).isEqualTo(service.shortName());
    var aws = Binder.get(environment).bind("convoy.aws", AwsSettings.class).get();
    assertThat(aws.endpoint()).hasToString("http://validation-service:4566");
    assertThat(aws.absenceAfter()).isEqualTo(Duration.ofSeconds(18));
    var strict = new Binder(new MapConfigurationPropertySource(properties(service)));
    SETTINGS.forEach((prefix, type) ->
        strict.bind(prefix, Bindable.of(type), new NoUnboundElementsBindHandler(BindHandler.DEFAULT)));
  }

  @Test
  void credentialsAreReferencesToFilesOfTheFolder() throws IOException {
    write();
    assertThat(properties(LabService.AGENT))
        .containsEntry("convoy.credentials.linux.key", "file:" + folder.resolve("id_ecdsa"))
        .containsEntry("convoy.credentials.windows.password", "file:" + folder.resolve("windows-password"));
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneLineAndAFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");
    var err = new StringWriter();
    var line = LabFiles.commandLine().setErr(new PrintWriter(err, true));
    assertThat(line.execute(file.resolve("sub").toString())).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("convoy: [CVY-9230] ");
  }

  private static String place(SimulatedHost host) {
    return host.serverId() + " " + host.address();
  }

  private void write(String... options) {
    CommandLine line = LabFiles.commandLine();
    assertThat(line.execute(Stream.concat(
        Stream.of(folder.toString(), "--aws=http://validation-service:4566"),
        Arrays.stream(options)).toArray(String[]::new))).isZero();
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  private Map<String, String> properties(LabService service) throws IOException {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(folder.resolve(service.serviceName() + ".properties"))) {
      properties.load(in);
    }
    Map<String, String> map = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }
}
