package dev.convoy.inventory.adapter.web;

import dev.convoy.events.wave.CommandRejected;
import dev.convoy.inventory.command.Command;
import dev.convoy.inventory.command.CommandGateway;
import dev.convoy.inventory.command.Refusal;
import dev.convoy.inventory.readmodel.ReadModel;
import dev.convoy.inventory.readmodel.Seen;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Sends a command and waits a little for the event that answers it. */
public final class CommandDesk {

  private final ReadModel model;
  private final CommandGateway gateway;
  private final Duration patience;

  /** Waits for answers at most for {@code patience}. */
  public CommandDesk(ReadModel model, CommandGateway gateway, Duration patience) {
    this.model = model;
    this.gateway = gateway;
    this.patience = patience;
  }

  /** 200 with the event, 404 or 409 with the refusal, 202 with the address of the answer to come. */
  ResponseEntity<Object> submit(Command command) {
    if (!model.isCaughtUp()) {
      throw ApiException.notYet();
    }
    var answer = model.answers().await(command.id(), command.target());
    try {
      if (!answer.isDone()) {
        gateway.send(command);
      }
      return answered(command.id(), answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return pending(command.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return pending(command.id());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      model.answers().giveUp(command.id(), command.target());
    }
  }

  private static ResponseEntity<Object> pending(String commandId) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("commandId", commandId);
    body.put("answer", null);
    return ResponseEntity.accepted().location(URI.create("/api/commands/" + commandId)).body(body);
  }

  /** The answer as JSON. */
  static ResponseEntity<Object> answered(String commandId, Seen seen) {
    if (seen.event() instanceof CommandRejected rejected) {
      var status = Refusal.isUnknownTarget(rejected.getCode()) ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT;
      return ResponseEntity.status(status)
          .body(ApiError.of(rejected.getCode(), rejected.getMessage(), rejected.getRemedy()));
    }
    return ResponseEntity.ok(Map.of("commandId", commandId, "answer", seen.type(), "event", EventJson.of(seen.event())));
  }
}
