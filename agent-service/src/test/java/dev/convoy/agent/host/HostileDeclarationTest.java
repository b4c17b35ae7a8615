package dev.convoy.agent.host;

import dev.convoy.agent.install.InstallHandler;
import dev.convoy.agent.install.InstallerWays;
import dev.convoy.agent.install.KnownSourceServers;
import dev.convoy.agent.install.NoInstallerFiles;
import dev.convoy.agent.prerequisites.OwnChecks;
import dev.convoy.agent.prerequisites.PrerequisitesHandler;
import dev.convoy.agent.remote.CredentialSettings;
import dev.convoy.agent.remote.Credentials;
import dev.convoy.agent.remote.HostTarget;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Sites;
import dev.convoy.agent.runbook.RunbookHandler;
import dev.convoy.agent.runbook.Runbooks;
import dev.convoy.agent.server.AgentOperation;
import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOutcome;
import dev.convoy.agent.server.HostWork;
import dev.convoy.agent.server.Programs;
import dev.convoy.agent.server.Urgency;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.hostile.Hostile;
import dev.convoy.kit.worker.Observation;
import dev.convoy.kit.worker.OperationHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A server of which every field that is declared and reaches agent-service holds metacharacters, through the real handlers and the
 * real script in real shells. The fields are those of the schema, so a new one is tried at once.
 */
class HostileDeclarationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path temp;
  private final Path canary;

  HostileDeclarationTest(@TempDir Path temp) {
    this.temp = temp;
    this.canary = temp.resolve("canary");
  }

  static List<String> shells() {
    return Stream.of("/bin/sh", "/bin/bash").filter(shell -> Files.isExecutable(Path.of(shell))).toList();
  }

  private List<String> values() {
    return Hostile.VALUES.stream().filter(value -> value.contains("touch CANARY"))
        .map(value -> value.replace("CANARY", canary.toString())).toList();
  }

  /** Every field that can hold this text holds it, but for the address, of which {@link HostTarget} refuses it. */
  private static SourceHost declared(String value) {
    var source = new SourceHost();
    for (var field : SourceHost.getClassSchema().getFields()) {
      source.put(field.pos(), filled(field.schema(), value));
    }
    source.put(SourceHost.getClassSchema().getField("address").pos(), "127.0.0.1");
    return source;
  }

  @Test
  void noAddressIsTakenThatIsNeitherANameNorAnAddress() {
    for (var value : values()) {
      assertThatThrownBy(() -> new HostTarget("web-1", OsFamily.LINUX, value, 22, null))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Object filled(Schema schema, String value) {
    return switch (schema.getType()) {
      case UNION -> filled(schema.getTypes().getLast(), value);
      case ARRAY -> List.of(filled(schema.getElementType(), value));
      case MAP -> Map.of(value, filled(schema.getValueType(), value));
      case INT, LONG -> 22;
      case BOOLEAN -> true;
      case ENUM -> OsFamily.LINUX;
      default -> value;
    };
  }

  /** A handler with its host, whose only credential and runbook have the hostile names. */
  private final class Agent {
    private final HostWork work;
    private final Runbooks runbooks;
    private final KnownSourceServers known = new KnownSourceServers() {
      @Override
      public boolean knows(AccountKey account, String sourceServerId) {
        return true;
      }

      @Override
      public Optional<Listed> listed(AccountKey account, String sourceServerId) {
        return Optional.empty();
      }

      @Override
      public Optional<Listed> listedFor(AccountKey account, String userProvidedId) {
        return Optional.empty();
      }

      @Override
      public Map<String, Long> replicatedDisks(AccountKey account, String sourceServerId) {
        return Map.of();
      }
    };

    Agent(RemoteHost host, String name) {
      var password = new CredentialSettings("ssh-password", "migrate", null, null, "env:WORD", null, null, null);
      this.work = new HostWork(new HostProtocol((target, found, deadline) -> host, Clock.systemUTC()),
          new Credentials(Map.of(name, password), Map.of("WORD", "a-password")), Sites.NONE, PATIENCE, 1, 1);
      this.runbooks = new Runbooks(
          Map.of(name, new Runbooks.Runbook(new Runbooks.Script("true", "echo stopped"), null)), PATIENCE);
    }

    PrerequisitesHandler check() {
      return new PrerequisitesHandler(
          new PrerequisitesHandler.Settings("", "", "", List.of(), new OwnChecks(Map.of()), InstallerWays.USUAL), work, known,
          account -> new InstallCredentials("ASIAEXAMPLE", "not-a-real-secret", "a-token"), runbooks,
          Clock.systemUTC());
    }

    InstallHandler install() {
      return new InstallHandler(new InstallHandler.Settings("127.0.0.1", "127.0.0.1", Duration.ofSeconds(20), Duration.ofMinutes(5), false,
          InstallerWays.USUAL), account -> new InstallCredentials("ASIAEXAMPLE", "not-a-real-secret", "a-token"), known,
          new NoInstallerFiles(), NoInstallerFiles.uncounted(), work, new Programs(1), Clock.systemUTC(), PATIENCE);
    }

    RunbookHandler<Quiesce> quiesce() {
      return new RunbookHandler<>(Quiesce.class, ProgramSpec.Kind.QUIESCE, Urgency.CUTOVER, SourceHost::getQuiesceRunbook,
          runbooks, work, Clock.systemUTC(), PATIENCE, PATIENCE);
    }
  }

  private static OperationHeader header(String kind, int number, String wave) {
    return new OperationHeader("web-1", kind, 1, number, "web-1", true, Instant.EPOCH, wave);
  }

  private static <O extends AgentOperation> AgentOutcome ended(OperationHandler<O, AgentOutcome> handler, O operation) {
    return ((Observation.Ended<AgentOutcome>) Awaitility.await().atMost(PATIENCE).until(
        () -> handler.observe(List.of(operation)).get(operation.id()), Observation.Ended.class::isInstance)).outcome();
  }

  @Test
  void everyTextOfTheSchemaIsHostile() {
    var source = declared("hostile");
    assertThat(SourceHost.getClassSchema().getFields()).filteredOn(field -> source.get(field.pos()) instanceof CharSequence)
        .extracting(Schema.Field::name).contains("fqdn", "osVersion", "address", "credential", "hostKey", "site",
            "quiesceRunbook", "resumeRunbook");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void noFieldOfADeclaredServerIsExecuted(String shell) throws InterruptedException {
    var account = new AccountKey("111122223333", "eu-central-1", null);
    int number = 0;
    for (var value : values()) {
      number++;
      var source = declared(value);
      var agent = new Agent(new LocalShell(temp.resolve("convoy" + number), shell), value);
      assertThat(ended(agent.check(), new CheckPrerequisites(header("CheckPrerequisites", number, value), source, account)))
          .isInstanceOf(AgentOutcome.Checked.class);
      var quiesce = new Quiesce(header("Quiesce", number, value), source);
      var runbooks = agent.quiesce();
      runbooks.act(List.of(quiesce));
      assertThat(ended(runbooks, quiesce)).isInstanceOf(AgentOutcome.RunbookDone.class);
      var install = new InstallAgent(header("InstallAgent", number, value), source, account);
      var installs = agent.install();
      installs.act(List.of(install));
      assertThat(ended(installs, install)).isInstanceOf(AgentOutcome.Failed.class);
      assertThat(canary).as("executed: %s", value).doesNotExist();
    }
  }
}
