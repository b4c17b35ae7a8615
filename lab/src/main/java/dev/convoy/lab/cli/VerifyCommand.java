package dev.convoy.lab.cli;

import dev.convoy.lab.run.LabLogging;
import dev.convoy.lab.verify.Verdict;
import dev.convoy.lab.verify.Verifier;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code convoy verify}. */
@Command(name = "verify",
    description = "Counts lost, duplicated and forbidden from topics and ledgers, trusting no service.")
final class VerifyCommand implements Callable<Integer> {
  @Mixin
  private Addresses addresses = Addresses.create();

  @Option(names = "--aws-endpoint", paramLabel = "URL", description = "the lab's AWS simulator")
  private @Nullable URI aws;

  @Option(names = "--finished", description = "nothing more will come: count whatever has not ended as lost")
  private boolean finished;

  @Option(names = "--json", description = "the verdict as JSON")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LabLogging.silent();
    URI simulator = aws == null ? addresses.ports().awsUrl() : aws;
    Verdict verdict = new Verifier(addresses.bootstrapServers(), addresses.registry(), simulator).verify(finished);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(Map.of("servers", verdict.servers(), "done", verdict.done(),
          "parked", verdict.parked(), "restored", verdict.restored(), "inFlight", verdict.inFlight(),
          "lost", verdict.lost(), "duplicated", verdict.duplicated(), "forbidden", verdict.forbidden(),
          "findings", verdict.findings())));
    } else {
      verdict.findings().forEach(out::println);
      out.printf("VERIFIED servers=%d done=%d parked=%d restored=%d inflight=%d lost=%d duplicated=%d forbidden=%d%n",
          verdict.servers(), verdict.done(), verdict.parked(), verdict.restored(), verdict.inFlight(), verdict.lost(),
          verdict.duplicated(), verdict.forbidden());
    }
    return verdict.clean() ? 0 : 1;
  }
}
