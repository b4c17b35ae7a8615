package dev.convoy.inventory.server;

import dev.convoy.inventory.command.AcceptTests;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.declaration.DeclarationMessage;
import dev.convoy.inventory.declaration.DeclarationRules;
import dev.convoy.inventory.wave.WaveAnswer;
import dev.convoy.inventory.wave.WaveMessage;
import dev.convoy.kit.core.Decider;
import dev.convoy.kit.core.Decision;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.core.Input;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.core.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decides for a server. It wants nothing done in the world: it takes declarations, commands, orders of the wave and
 * facts of the other services, publishes the decisions, and tells status and wave whenever they look different.
 */
public final class ServerDecider implements Decider<ServerState, Operation, Outcome> {

  private static final String WAVES = "inventory.wave-requests";

  private final Registrar registrar;

  public ServerDecider(DeclarationRules rules) {
    this.registrar = new Registrar(rules);
  }

  /** Event types of the other services that this takes. */
  public static Set<Class<? extends SpecificRecord>> facts() {
    return Facts.types();
  }

  @Override
  public ServerState initial(String serverId) {
    return ServerState.of(serverId);
  }

  @Override
  public Decision<ServerState> decide(ServerState state, Input<Outcome> input, Instant now) {
    return input instanceof Input.Message<Outcome>(var message) ? decide(state, message, now) : Decision.none(state);
  }

  private Decision<ServerState> decide(ServerState state, Object message, Instant now) {
    var out = new Emitter();
    var decided = switch (message) {
      case DeclarationMessage declared -> registrar.handle(state, declared, out, now);
      case WaveCommand command -> forwarded(state, command, out);
      case AcceptTests command -> {
        out.send(WAVES, command.target(), new WaveMessage.AcceptanceAsked(command));
        yield state;
      }
      case ServerCommand command -> ServerCommands.handle(state, command, out, now);
      case WaveAnswer answer -> WaveOrders.handle(state, answer, out, now);
      case SpecificRecord event -> Facts.merge(state, event, out, now);
      default -> state;
    };
    var after = Change.settled(state, decided, out, now);
    tellStatus(state, after, out, now);
    tellWave(state, after, out);
    return new Decision<>(after, out.events(), out.sends(), List.of());
  }

  /** A command for a wave arrives under the wave's id: nothing is known of a server of that name. */
  private static ServerState forwarded(ServerState state, WaveCommand command, Emitter out) {
    out.send(WAVES, command.target(), new WaveMessage.Commanded(command));
    return state;
  }

  private static void tellStatus(ServerState before, ServerState after, Emitter out, Instant now) {
    var status = ServerView.status(after, Instant.EPOCH);
    if (status != null && !status.equals(ServerView.status(before, Instant.EPOCH))) {
      out.emit(Objects.requireNonNull(ServerView.status(after, now)));
    }
  }

  private static void tellWave(ServerState before, ServerState after, Emitter out) {
    var waveBefore = waveOf(before);
    var wave = waveOf(after);
    if (waveBefore != null && !waveBefore.equals(wave)) {
      out.send(WAVES, waveBefore, new WaveMessage.MemberLeft(before.serverId()));
    }
    var report = ServerView.report(after);
    if (report != null && wave != null
        && (!wave.equals(waveBefore) || !report.equals(ServerView.report(before)))) {
      out.send(WAVES, wave, report);
    }
  }

  private static @Nullable String waveOf(ServerState state) {
    var server = state.server();
    return server == null ? null : server.waveId();
  }

  @Override
  public List<Operation> wanted(ServerState state) {
    return List.of();
  }

  @Override
  public @Nullable Instant wakeAt(ServerState state) {
    return null;
  }
}
