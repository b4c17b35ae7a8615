package dev.convoy.launch.config;

import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.launch.movegroup.MoveAnswer;
import dev.convoy.launch.movegroup.MoveGroup;
import dev.convoy.launch.movegroup.MoveGroupDecider;
import dev.convoy.launch.movegroup.MoveGroupSlots;
import dev.convoy.launch.movegroup.MoveMessage;
import dev.convoy.launch.movegroup.MoveRow;
import dev.convoy.launch.server.LaunchDecider;
import dev.convoy.launch.server.LaunchFacts;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.launch.server.LaunchOutcome;
import dev.convoy.launch.server.LaunchState;
import dev.convoy.launch.slots.SlotGranted;
import dev.convoy.launch.slots.SlotMessage;
import dev.convoy.launch.slots.SlotPool;
import dev.convoy.launch.slots.SlotPoolDecider;
import dev.convoy.launch.slots.SlotRow;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service decides by; the kit runs it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LaunchSettings.class, NameHookSettings.class})
class LaunchServiceConfiguration {

  @Bean
  ServiceDefinition<LaunchState, LaunchOperation, LaunchOutcome> launchService(LaunchSettings settings) {
    return new ServiceDefinition<>(
        "launch",
        new LaunchDecider(settings.backoff(), settings.move().snapshotWithin(), settings.testAge(), settings.namesWait(),
            settings.imageWithin()),
        LaunchState.class,
        LaunchOperation.class,
        LaunchOutcome.class,
        LaunchFacts.TYPES,
        Map.of("launch.slot-answers", SlotGranted.class, "launch.move-answers", MoveAnswer.class),
        List.of(slotPools(settings), moveGroups(settings)));
  }

  private static ServiceDefinition.Group<SlotPool, SlotRow> slotPools(LaunchSettings settings) {
    return new ServiceDefinition.Group<>("slots", "launch.slot-requests", SlotMessage.class,
        new SlotPoolDecider(settings.slotSettings(), new MoveGroupSlots()), SlotPool.class, SlotRow.class);
  }

  private static ServiceDefinition.Group<MoveGroup, MoveRow> moveGroups(LaunchSettings settings) {
    return new ServiceDefinition.Group<>("move-groups", "launch.move-requests", MoveMessage.class,
        new MoveGroupDecider(settings.moveSettings()), MoveGroup.class, MoveRow.class);
  }
}
