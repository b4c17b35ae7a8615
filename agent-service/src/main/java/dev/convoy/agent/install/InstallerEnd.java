package dev.convoy.agent.install;

import dev.convoy.agent.host.InstallPrograms;
import dev.convoy.agent.host.OperationState;
import dev.convoy.agent.host.ProgramSpec;
import dev.convoy.agent.server.DetachedHandler;
import dev.convoy.kit.core.Failure;
import java.time.Duration;

/** What the end of an installer means, read from its exit code and output alone. MGN has the last word. */
public sealed interface InstallerEnd {

  /** It ended well and named exactly one source server; success only if MGN knows it. */
  record Named(String sourceServerId) implements InstallerEnd {}

  /** It failed, or nobody can tell for which source server it ended well. */
  record Failed(Failure failure) implements InstallerEnd {}

  /** @param within time that the installer had */
  static InstallerEnd of(OperationState.Ended ended, Duration within) {
    return ended.succeeded() ? well(ended.output()) : new Failed(badly(ended, within));
  }

  private static InstallerEnd well(String output) {
    var ids = InstallPrograms.sourceServerIds(output);
    return switch (ids.size()) {
      case 1 -> new Named(ids.getFirst());
      case 0 -> new Failed(new Failure("CVY-2310",
          "the installer ended well, but named no source server: " + DetachedHandler.lastLines(output),
          "look whether the agent runs on the host and which source server MGN shows for it; another attempt follows while "
              + "any are left", false));
      default -> new Failed(new Failure("CVY-2311",
          "the installer ended well, but named several source servers: " + String.join(", ", ids),
          "find out with MGN which of them the agent on the host replicates to, and remove the others there; then retry",
          true));
    };
  }

  private static Failure badly(OperationState.Ended ended, Duration within) {
    var output = DetachedHandler.lastLines(ended.output());
    return switch (ended.exit()) {
      case ProgramSpec.EXIT_TIMED_OUT -> new Failure("CVY-2301",
          "the installation did not end in time: the host ended it after " + within + ": " + output,
          "look what its installer waits for, then retry", true);
      case InstallPrograms.EXIT_NOT_DOWNLOADED -> new Failure("CVY-2313",
          "the host could not download the installer: " + output,
          "open the way from the host to where convoy.agent.installer-source has it, or push it from here; another attempt "
              + "follows while any are left", false);
      case InstallPrograms.EXIT_NOT_PUBLISHED -> new Failure("CVY-2314",
          "the installer that the host has got is not the published one, nothing was run: " + output,
          "look who answers in place of its source: a proxy, or a mirror that is half renewed; another attempt follows "
              + "while any are left", false);
      default -> InstallerErrors.failure(ended.output()).map(known -> new Failure(known.code(),
              "the installer ended with exit code " + ended.exit() + ": " + known.what() + ": " + output, known.remedy(),
              known.permanent()))
          .orElseGet(() -> new Failure("CVY-2221", "the installer ended with exit code " + ended.exit() + ": " + output,
              "see the installer's log on the host; another attempt follows while any are left", false));
    };
  }
}
