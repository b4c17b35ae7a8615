package dev.convoy.launch.config;

import dev.convoy.launch.adapter.hook.NameHooks;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * DNS servers beside Route 53, {@code convoy.launch.name-hooks.*}.
 *
 * @param nameHooks by the name that environments.yml has for them
 */
@ConfigurationProperties("convoy.launch")
record NameHookSettings(@DefaultValue Map<String, NameHooks.Hook> nameHooks) {}
