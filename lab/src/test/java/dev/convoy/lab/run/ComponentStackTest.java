package dev.convoy.lab.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ComponentStackTest {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final ComponentStack stack = new ComponentStack();

  @Test
  void whatWasStartedFirstIsStoppedLastAndOnlyOnce() {
    stack.start(List.of(part("broker", false)), 1);
    stack.start(List.of(part("service", false)), 1);
    stack.stop();
    stack.stop();
    assertThat(log).containsExactly("+broker", "+service", "-service", "-broker");
  }

  @Test
  void afterAFailedStartTheRestIsStillStopped() {
    stack.start(List.of(part("broker", false)), 1);
    assertThatThrownBy(() -> stack.start(List.of(part("service", true)), 1)).isInstanceOf(LabFailure.class)
        .hasMessage("service fails");
    stack.stop();
    assertThat(log).endsWith("-service", "-broker");
  }

  @Test
  void nothingIsStartedAfterTheStop() {
    stack.stop();
    stack.start(List.of(part("broker", false)), 1);
    assertThat(log).isEmpty();
  }

  private LabComponent part(String name, boolean fails) {
    return new LabComponent() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void start() {
        if (fails) {
          throw new LabFailure(name + " fails");
        }
        log.add("+" + name);
      }

      @Override
      public void stop() {
        log.add("-" + name);
      }

      @Override
      public boolean healthy() {
        return true;
      }
    };
  }
}
