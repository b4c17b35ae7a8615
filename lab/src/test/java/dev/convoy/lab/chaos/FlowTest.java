package dev.convoy.lab.chaos;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlowTest {

  @Test
  void whatIsToldAndWhatWasDoneShowsThatAServiceGoesOn() {
    assertThat(Flow.WRITERS).containsEntry("convoy.agent.events", "agent-service")
        .containsEntry("convoy.launch.outcomes", "launch-service")
        .containsEntry("convoy.server.status", "inventory-service")
        .containsEntry("convoy.wave.events", "inventory-service");
  }

  @Test
  void neitherWhatOthersWriteNorWhatAServiceTellsItselfShowsIt() {
    assertThat(Flow.WRITERS).doesNotContainKeys("convoy.cmdb.servers", "convoy.launch.slot-requests", "convoy.agent.dlq");
  }
}
