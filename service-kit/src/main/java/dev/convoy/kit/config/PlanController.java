package dev.convoy.kit.config;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.aws.PlannedCall;
import dev.convoy.kit.aws.PlannedCalls;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What this instance would call if an account were not only observed. */
@RestController
class PlanController {

  private final AwsSettings settings;
  private final PlannedCalls planned;

  PlanController(AwsSettings settings, PlannedCalls planned) {
    this.settings = settings;
    this.planned = planned;
  }

  /** @param observed false: this instance acts there, so that nothing is withheld */
  record Plan(String account, String region, boolean observed, List<PlannedCall> calls) {}

  @GetMapping("/api/plan")
  Plan plan(@RequestParam String account, @RequestParam String region) {
    return new Plan(account, region, settings.observes(new AccountKey(account, region, null)),
        planned.of(account, region));
  }
}
