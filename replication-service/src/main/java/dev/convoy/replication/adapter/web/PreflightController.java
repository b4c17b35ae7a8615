package dev.convoy.replication.adapter.web;

import dev.convoy.replication.preflight.Finding;
import dev.convoy.replication.preflight.PlannedServer;
import dev.convoy.replication.preflight.Preflight;
import dev.convoy.replication.preflight.Report;
import dev.convoy.replication.preflight.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Checks of an account and of a wave, by what inventory-service knows of them. */
@RestController
@RequestMapping("/api/preflight")
class PreflightController {

  private static final int MOST = 10_000;

  private final Preflight preflight;

  PreflightController(Preflight preflight) {
    this.preflight = preflight;
  }

  /** An environment, as inventory-service shows it. */
  record Environment(
      String account, String region, @Nullable String roleArn, String stagingSubnetId,
      List<String> stagingSecurityGroupIds, String replicationServerInstanceType, @Nullable String ebsEncryptionKeyArn,
      List<String> testSubnets, List<String> testSecurityGroupIds, List<String> targetSubnets,
      List<String> targetSecurityGroupIds, @Nullable Defaults defaults, @Nullable Zones dns) {

    /** Hosted zones by domain, and the role for them; null = that of the environment. */
    record Zones(Map<String, String> zones, @Nullable String roleArn) {}

    /** Its domains as names. */
    Target.@Nullable Dns domains() {
      return dns == null || dns.zones() == null ? null : new Target.Dns(dns.zones().entrySet().stream()
          .map(zone -> new Target.Name(zone.getKey(), zone.getValue())).toList(), dns.roleArn() == null ? roleArn : dns.roleArn());
    }

    /** What holds for servers that do not say otherwise. */
    record Defaults(@Nullable String instanceType, @Nullable String instanceProfile, @Nullable String tenancy) {
      static final Defaults NONE = new Defaults(null, null, null);
    }

    /** Targets in which each of its networks turns up. */
    List<Target> targets() {
      var usual = defaults == null ? Defaults.NONE : defaults;
      var targets = new ArrayList<Target>();
      for (var n = 0; n < Math.max(testSubnets.size(), targetSubnets.size()); n++) {
        targets.add(new Target(account, region, roleArn, stagingSubnetId, stagingSecurityGroupIds,
            replicationServerInstanceType, ebsEncryptionKeyArn, testSubnets.get(n % testSubnets.size()),
            testSecurityGroupIds, targetSubnets.get(n % targetSubnets.size()), targetSecurityGroupIds,
            usual.instanceType(), usual.instanceProfile(), null, Objects.requireNonNullElse(usual.tenancy(), "default")));
      }
      return targets;
    }
  }

  /** @param servers how many are to go there */
  record AccountQuestion(Environment environment, int servers) {}

  /** What is planned. */
  record WaveQuestion(String waveId, List<PlannedServer> servers) {}

  /** A report, with the number of its faults. */
  record Answer(
      String subject, int servers, long faults, long notes, List<String> looked, List<Finding> findings) {

    static Answer of(Report report) {
      return new Answer(report.subject(), report.servers(), report.faults(), report.findings().size() - report.faults(),
          report.looked(), report.findings());
    }
  }

  /** The question cannot be answered as it is. */
  private static final class InvalidQuestionException extends RuntimeException {
    InvalidQuestionException(String message) {
      super(message);
    }
  }

  @PostMapping("/account")
  Answer account(@RequestBody AccountQuestion question) {
    var environment = question.environment();
    if (environment == null || environment.testSubnets() == null || environment.testSubnets().isEmpty()
        || environment.targetSubnets() == null || environment.targetSubnets().isEmpty()) {
      throw new InvalidQuestionException("an environment with test and target subnets is missing");
    }
    if (question.servers() < 1 || question.servers() > MOST) {
      throw new InvalidQuestionException("servers cannot be " + question.servers() + ", give 1 to " + MOST);
    }
    var targets = environment.targets();
    targets.forEach(PreflightController::wellFormed);
    var zones = environment.domains();
    if (zones != null) {
      wellFormed(targets.getFirst().naming(zones));
    }
    return Answer.of(preflight.account(targets, question.servers(), zones));
  }

  @PostMapping("/wave")
  Answer wave(@RequestBody WaveQuestion question) {
    if (question.waveId() == null || question.servers() == null || question.servers().isEmpty()) {
      throw new InvalidQuestionException("wave " + question.waveId() + " has no server that is still to move");
    }
    if (question.servers().size() > MOST) {
      throw new InvalidQuestionException("a wave of more than " + MOST + " servers");
    }
    question.servers().forEach(server -> {
      if (server.serverId() == null || server.target() == null) {
        throw new InvalidQuestionException("a server without id or target");
      }
      wellFormed(server.target());
    });
    return Answer.of(preflight.wave(question.waveId(), question.servers()));
  }

  private static void wellFormed(Target target) {
    target.malformed().ifPresent(fault -> {
      throw new InvalidQuestionException(fault);
    });
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> refuse(InvalidQuestionException e) {
    return refusal(String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<Map<String, String>> refuse(HttpMessageNotReadableException e) {
    return refusal("the body is not the JSON that is expected");
  }

  private static ResponseEntity<Map<String, String>> refusal(String message) {
    return ResponseEntity.badRequest().body(Map.of("code", "CVY-3450", "message", message,
        "remedy", "ask by ./convoy account check or ./convoy wave check"));
  }
}
