package dev.convoy.lab.cli;

import dev.convoy.lab.run.LabLogging;
import dev.convoy.lab.verify.Expectations;
import dev.convoy.lab.verify.Verdict;
import dev.convoy.lab.verify.Verifier;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
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

  @Option(names = "--environments", paramLabel = "FILE",
      description = "environments.yml, for the isolated networks; without it, what the build gate froze counts")
  private @Nullable Path environments;

  @Option(names = "--cutover-needs", paramLabel = "ISO8601", description = "convoy.inventory.cutover-needs")
  private Duration cutoverNeeds = Expectations.CUTOVER_NEEDS;

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
    Expectations expected = (environments == null ? Expectations.none() : Expectations.of(environments))
        .needing(cutoverNeeds);
    Verdict verdict = new Verifier(addresses.bootstrapServers(), addresses.registry(), simulator, expected)
        .verify(finished);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(report(verdict)));
    } else {
      verdict.findings().forEach(out::println);
      out.println(verdict.examined());
      out.printf("VERIFIED servers=%d done=%d parked=%d restored=%d inflight=%d lost=%d duplicated=%d forbidden=%d%n",
          verdict.servers(), verdict.done(), verdict.parked(), verdict.restored(), verdict.inFlight(), verdict.lost(),
          verdict.duplicated(), verdict.forbidden());
    }
    return verdict.clean() ? 0 : 1;
  }

  private static Map<String, Object> report(Verdict verdict) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("servers", verdict.servers());
    report.put("done", verdict.done());
    report.put("parked", verdict.parked());
    report.put("restored", verdict.restored());
    report.put("inFlight", verdict.inFlight());
    report.put("lost", verdict.lost());
    report.put("duplicated", verdict.duplicated());
    report.put("forbidden", verdict.forbidden());
    report.put("examined", verdict.examined());
    report.put("parkedServers", verdict.parkedServers());
    report.put("findings", verdict.findings());
    return report;
  }
}
