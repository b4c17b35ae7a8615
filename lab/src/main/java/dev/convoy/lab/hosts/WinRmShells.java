package dev.convoy.lab.hosts;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The remote shells of one Windows host, and the commands in them. */
final class WinRmShells {
  private final WindowsShell windows;
  private final Map<String, Shell> shells = new ConcurrentHashMap<>();

  WinRmShells(WindowsShell windows) {
    this.windows = windows;
  }

  SimulatedHost host() {
    return windows.host().host();
  }

  boolean isOff() {
    return windows.host().isOff();
  }

  /** The body that answers the request; a Receive waits for the command or for its time-out. */
  String answer(WsManRequest request) throws WsManFault, InterruptedException {
    return switch (request.verb()) {
      case "Create" -> create(request.environment());
      case "Command" -> command(shell(request), request.commandLine());
      case "Send" -> {
        shell(request);
        yield "<rsp:SendResponse/>";
      }
      case "Receive" -> receive(shell(request), request);
      case "Signal" -> {
        request.commandId().ifPresent(shell(request).commands()::remove);
        yield "<rsp:SignalResponse/>";
      }
      case "Delete" -> {
        shells.remove(request.shellId().orElse(""));
        yield "";
      }
      default -> throw WsManFault.notUnderstood("action " + request.action());
    };
  }

  private String create(Map<String, String> environment) {
    String id = newId();
    shells.put(id, new Shell(environment, new ConcurrentHashMap<>()));
    return WsManReply.created(host().address() + ":" + host().port(), id);
  }

  private String command(Shell shell, String line) {
    String id = newId();
    CompletableFuture<CommandOutput> result = new CompletableFuture<>();
    shell.commands().put(id, result);
    result.completeAsync(() -> new CommandOutput(windows.run(line, shell.environment())), Thread::startVirtualThread);
    return WsManReply.commandStarted(id);
  }

  private static String receive(Shell shell, WsManRequest request) throws WsManFault, InterruptedException {
    String id = request.commandId().orElse("");
    CompletableFuture<CommandOutput> command = shell.commands().get(id);
    if (command == null) {
      throw WsManFault.noShell();
    }
    try {
      return WsManReply.received(id, command.get(request.operationTimeout().toMillis(), TimeUnit.MILLISECONDS).next());
    } catch (TimeoutException e) {
      throw WsManFault.nothingYet();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Shell shell(WsManRequest request) throws WsManFault {
    Shell shell = shells.get(request.shellId().orElse(""));
    if (shell == null) {
      throw WsManFault.noShell();
    }
    return shell;
  }

  private static String newId() {
    return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
  }

  /** A remote shell; its environment may hold secrets. */
  private record Shell(Map<String, String> environment, Map<String, CompletableFuture<CommandOutput>> commands) {
    @Override
    public String toString() {
      return "Shell" + commands.keySet();
    }
  }
}
