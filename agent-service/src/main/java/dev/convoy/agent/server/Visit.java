package dev.convoy.agent.server;

import dev.convoy.events.common.SourceHost;
import dev.convoy.kit.core.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * Why a host is entered.
 *
 * @param id operation that it is for
 * @param wave wave of the server; null outside a wave
 */
record Visit(OperationId id, String serverId, @Nullable String wave, SourceHost source, Urgency urgency) {

  static Visit of(AgentOperation operation, Urgency urgency) {
    var header = operation.header();
    return new Visit(operation.id(), header.serverId(), header.waveId(), operation.source(), urgency);
  }

  String site() {
    return source.getSite();
  }
}
