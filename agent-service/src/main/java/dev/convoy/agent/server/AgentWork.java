package dev.convoy.agent.server;

import dev.convoy.agent.server.AgentOperation.AdoptAgent;
import dev.convoy.agent.server.AgentOperation.CheckPrerequisites;
import dev.convoy.agent.server.AgentOperation.InstallAgent;
import dev.convoy.agent.server.AgentOperation.ProfileSource;
import dev.convoy.agent.server.AgentOperation.Quiesce;
import dev.convoy.agent.server.AgentOperation.Resume;
import dev.convoy.kit.core.OperationHeader;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is to be done on the host of a server, as a function of what is known of it. */
final class AgentWork {

  private AgentWork() {}

  /** That of its phase, and beside it that of its break-glass account. */
  static List<AgentOperation> of(AgentServer s) {
    var beside = BreakGlassRows.wanted(s);
    return beside.isEmpty() ? ofPhase(s) : Stream.of(ofPhase(s), beside).flatMap(List::stream).toList();
  }

  private static List<AgentOperation> ofPhase(AgentServer s) {
    return switch (s.phase()) {
      case CHECKING -> List.of(new CheckPrerequisites(header(s, "CheckPrerequisites", !s.held()),
          s.settings().getSource(), s.account(), s.toAdopt()));
      case INSTALLING -> List.of(installing(s));
      case PROFILING -> List.of(new ProfileSource(header(s, "ProfileSource", !s.held()), s.settings().getSource(),
          s.account(), Objects.requireNonNullElse(s.sourceServerId(), "")));
      case QUIESCING -> List.of(new Quiesce(header(s, "Quiesce", !s.held()), s.settings().getSource()));
      case RESUMING, RESUME_OVERDUE -> List.of(new Resume(header(s, "Resume", s.backRound(), true), s.settings().getSource()));
      case QUIESCED -> PowerRows.wanted(s);
      case WITHDRAWN -> RemovalRows.wanted(s);
      default -> List.of();
    };
  }

  private static AgentOperation installing(AgentServer s) {
    if (ScriptRows.isUnderWay(s)) {
      return ScriptRows.wanted(s, installing(s, "CopyScripts"));
    }
    var theirs = s.toAdopt();
    return theirs == null
        ? new InstallAgent(installing(s, "InstallAgent"), s.settings().getSource(), s.account(), s.sourceServerId(),
            ReinstallRows.replicates(s))
        : new AdoptAgent(installing(s, "AdoptAgent"), s.settings().getSource(), s.account(), theirs);
  }

  private static OperationHeader installing(AgentServer s, String kind) {
    return header(s, kind, ReinstallRows.round(s), !s.held());
  }

  private static OperationHeader header(AgentServer s, String kind, boolean act) {
    return header(s, kind, s.round(), act);
  }

  private static OperationHeader header(AgentServer s, String kind, int round, boolean act) {
    return new OperationHeader(s.serverId(), kind, round, s.attempt(), s.serverId(), act, s.since(),
        s.settings().getWaveId(), s.workers(), s.isUnserved() ? s.since() : null);
  }
}
