package dev.convoy.inventory.adapter.web;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.inventory.environments.Environments;
import dev.convoy.inventory.intake.DeclarationGateway;
import dev.convoy.inventory.intake.Intake;
import dev.convoy.inventory.intake.IntakeReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Intake files. */
@RestController
class IntakeController {

  private static final int LONGEST_NAME = 100;

  private final Environments environments;
  private final DeclarationGateway gateway;

  IntakeController(Environments environments, DeclarationGateway gateway) {
    this.environments = environments;
    this.gateway = gateway;
  }

  /** Takes a CSV file: rows that hold go on, the others are named; {@code waves} counts those that go on by wave. */
  @PostMapping(path = "/api/intake", consumes = {"text/csv", "text/plain", "application/octet-stream"})
  ResponseEntity<Object> take(
      HttpServletRequest request, @RequestParam(defaultValue = "intake.csv") String name,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) throws IOException {
    var id = CommandId.of(key);
    var file = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    // One byte more than allowed is enough to see that it is too much.
    var content = request.getInputStream().readNBytes(IntakeReader.MAX_BYTES + 1);
    return switch (IntakeReader.read(content, file, environments)) {
      case Intake.Unreadable(var code, var message, var remedy) ->
          ResponseEntity.status(code.equals("CVY-1102") ? HttpStatus.CONTENT_TOO_LARGE : HttpStatus.BAD_REQUEST)
              .body(ApiError.of(code, file + ": " + message, remedy));
      case Intake.Read read -> {
        gateway.send(read.accepted(), id);
        yield ResponseEntity.ok(Map.of("intakeId", id, "accepted", read.accepted().size(),
            "rejected", read.rejected(), "warnings", read.warnings(), "errors", read.errors(),
            "waves", waves(read.accepted())));
      }
    };
  }

  private static Map<String, Long> waves(List<ServerDeclared> accepted) {
    return accepted.stream().map(ServerDeclared::getWave).filter(Objects::nonNull)
        .collect(Collectors.groupingBy(wave -> wave, TreeMap::new, Collectors.counting()));
  }
}
