package dev.convoy.replication.adapter.web;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.worker.UnreachableException;
import dev.convoy.replication.estate.DeclaredServer;
import dev.convoy.replication.estate.Estate;
import dev.convoy.replication.estate.EstateGateway;
import dev.convoy.replication.estate.EstateReport;
import dev.convoy.replication.server.ReadRefusedException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Holds what an account has against what inventory-service knows; changes nothing. */
@RestController
class EstateController {

  private static final int MOST = 50_000;
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
  private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");

  private final EstateGateway gateway;

  EstateController(EstateGateway gateway) {
    this.gateway = gateway;
  }

  /**
   * What is asked.
   *
   * @param servers all that are declared to go there: one that is left out would make others look unmistakable
   * @param waves whose matches are wanted; null or none = all
   */
  record Question(
      String account, String region, @Nullable String roleArn, List<DeclaredServer> servers, @Nullable List<String> waves) {

    boolean isWellFormed() {
      return account != null && ACCOUNT.matcher(account).matches() && region != null && REGION.matcher(region).matches()
          && (roleArn == null || ROLE.matcher(roleArn).matches()) && servers != null && servers.size() <= MOST
          && servers.stream().allMatch(each -> each != null && each.serverId() != null && each.name() != null
              && each.fqdn() != null && each.address() != null);
    }
  }

  @PostMapping("/api/estate")
  ResponseEntity<?> estate(@RequestBody Question question) {
    if (!question.isWellFormed()) {
      return refusal(HttpStatus.BAD_REQUEST, "CVY-3515", "account, region, role or servers are not what is expected");
    }
    var found = gateway.servers(new AccountKey(question.account(), question.region(), question.roleArn()));
    EstateReport report = Estate.match(found, question.servers());
    var waves = question.waves();
    return ResponseEntity.ok(waves == null || waves.isEmpty() ? report : report.ofWaves(waves));
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> refuse(HttpMessageNotReadableException e) {
    return refusal(HttpStatus.BAD_REQUEST, "CVY-3515", "the body is not the JSON that is expected");
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> refuse(ReadRefusedException e) {
    return refusal(HttpStatus.CONFLICT, "CVY-3516", "MGN refuses to be read: " + e.code());
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> refuse(UnreachableException e) {
    return refusal(HttpStatus.SERVICE_UNAVAILABLE, "CVY-3516", "MGN cannot be read now: " + e.getMessage());
  }

  private static ResponseEntity<Map<String, String>> refusal(HttpStatus status, String code, String message) {
    return ResponseEntity.status(status).body(Map.of("code", code, "message", message, "remedy",
        code.equals("CVY-3515") ? "ask by ./convoy account adopt" : "see what ./convoy account check says of the account"));
  }
}
