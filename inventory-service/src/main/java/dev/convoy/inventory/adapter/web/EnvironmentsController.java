package dev.convoy.inventory.adapter.web;

import dev.convoy.inventory.environments.Environments;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The environments that are declared. Credentials in them are names, not secrets. */
@RestController
@RequestMapping("/api/environments")
class EnvironmentsController {

  private final Environments environments;

  EnvironmentsController(Environments environments) {
    this.environments = environments;
  }

  /** Those of an account and region, if they are named. */
  @GetMapping
  Map<String, List<EnvironmentJson>> list(
      @RequestParam(required = false) @Nullable String account, @RequestParam(required = false) @Nullable String region) {
    var found = environments.all().stream()
        .filter(each -> account == null || account.equals(each.account()))
        .filter(each -> region == null || region.equals(each.region())).toList();
    if (found.isEmpty()) {
      throw ApiException.undeclared(account + " " + region);
    }
    return Map.of("environments", found.stream().map(EnvironmentJson::of).toList());
  }
}
