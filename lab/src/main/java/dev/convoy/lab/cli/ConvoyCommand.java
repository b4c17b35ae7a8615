package dev.convoy.lab.cli;

import dev.convoy.kit.config.Carriers;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabFolder;
import dev.convoy.lab.run.LabOptions;
import dev.convoy.lab.run.LabWorld;
import dev.convoy.lab.run.Refusal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code convoy} command. */
@Command(name = "convoy", mixinStandardHelpOptions = true, version = "convoy 0.1.0", scope = ScopeType.INHERIT,
    description = "Moves fleets of servers to AWS in waves.", usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is done", "1:it was refused, or the lab or the verifier found a fault",
        "2:it could not be asked: a wrong option, an unreadable file, an unreachable service",
        "130:interrupted"})
public final class ConvoyCommand implements Runnable {
  private static final int REFUSED = 1;
  private static final int NOT_ASKED = 2;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Carriers.provide();
    System.exit(commandLine(ConvoyCommand::world).execute(args));
  }

  /** The simulators, found on the class path, so that only the lab loads them. */
  private static LabWorld world(LabOptions options, LabFolder folder) {
    return ServiceLoader.load(LabWorld.Factory.class).findFirst()
        .orElseThrow(() -> new LabFailure("[CVY-9210] lab: no simulators on the class path; build the lab"))
        .create(options, folder);
  }

  /** The command with its subcommands. */
  static CommandLine commandLine(LabWorld.Factory worlds) {
    CommandLine line = new CommandLine(new ConvoyCommand())
        .addSubcommand(new LabCommand(worlds))
        .addSubcommand(new IntakeCommand())
        .addSubcommand(new WaveCommand())
        .addSubcommand(new ServerCommand())
        .addSubcommand(new EventsCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new DeadLetterCommand())
        .addSubcommand(new AccountCommand())
        .addSubcommand(new ExplainCommand());
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((problem, args) -> wrongUse(problem));
    line.setExecutionExceptionHandler((problem, command, parsed) -> failed(problem, command));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  private static int wrongUse(ParameterException problem) {
    CommandLine command = problem.getCommandLine();
    String message = String.valueOf(problem.getMessage()).replaceAll("\\s+", " ");
    command.getErr().println("convoy: " + message + "; see " + command.getCommandSpec().qualifiedName() + " --help");
    return NOT_ASKED;
  }

  private static int failed(Exception problem, CommandLine command) {
    switch (problem) {
      case LabFailure failure -> command.getErr().println("convoy: " + failure.getMessage());
      case Refusal refusal -> command.getErr().println("convoy: " + refusal.getMessage());
      default -> command.getErr().println("convoy: [CVY-9399] unexpected: " + problem
          + "; set CONVOY_DEBUG=1 to see where, and report it");
    }
    if (System.getenv("CONVOY_DEBUG") != null) {
      problem.printStackTrace(command.getErr());
    }
    return problem instanceof Refusal ? REFUSED : NOT_ASKED;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
