package dev.convoy.lab.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Answers with the ledger of a source fleet that runs as a process of its own.
 *
 * @param file which the fleet appends to; it need not exist yet
 */
record HostLedgerDoor(Path file) implements HttpHandler {

  /** Whole lines only: the fleet may be writing the last one. */
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      var end = content.length;
      while (end > 0 && content[end - 1] != '\n') {
        end--;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
      exchange.sendResponseHeaders(200, end == 0 ? -1 : end);
      if (end > 0) {
        exchange.getResponseBody().write(content, 0, end);
      }
    }
  }
}
