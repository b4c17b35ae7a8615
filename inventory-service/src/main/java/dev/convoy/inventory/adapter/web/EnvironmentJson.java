package dev.convoy.inventory.adapter.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.convoy.inventory.environments.DeclaredAction;
import dev.convoy.inventory.environments.Environment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An environment as JSON shows it.
 *
 * @param environment all of it but its actions
 * @param postLaunchActions their settings by their names in the schema, and the servers that they are for
 */
record EnvironmentJson(
    @JsonUnwrapped @JsonIgnoreProperties("postLaunchActions") Environment environment,
    List<Map<String, @Nullable Object>> postLaunchActions) {

  static EnvironmentJson of(Environment environment) {
    return new EnvironmentJson(environment, environment.postLaunchActions().stream().map(EnvironmentJson::action).toList());
  }

  private static Map<String, @Nullable Object> action(DeclaredAction declared) {
    var shown = EventJson.of(declared.action());
    shown.put("osFamily", declared.osFamily());
    shown.put("servers", declared.servers());
    shown.put("waves", declared.waves());
    shown.put("sites", declared.sites());
    shown.put("applications", declared.applications());
    return shown;
  }
}
