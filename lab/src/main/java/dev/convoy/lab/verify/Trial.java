package dev.convoy.lab.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The evidence, sorted by the server that it is about. */
final class Trial {
  private final Evidence evidence;
  private final Expectations expectations;
  private final Histories histories;
  private final List<ServerCase> servers = new ArrayList<>();
  private final Map<String, List<Deed>> strangers = new HashMap<>();

  Trial(Evidence evidence, Expectations expectations) {
    this.evidence = evidence;
    this.expectations = expectations;
    this.histories = new Histories(evidence.events());
    Map<String, List<Deed>> byServer = new HashMap<>();
    deeds().filter(Deed::changed).sorted(Comparator.comparing(Deed::wall)).forEach(deed -> sort(deed, byServer));
    histories.servers().forEach(history -> servers.add(
        new ServerCase(history, byServer.getOrDefault(history.serverId(), List.of()), this)));
  }

  private Stream<Deed> deeds() {
    return Stream.concat(evidence.awsCalls().stream(), evidence.hostWork().stream());
  }

  private void sort(Deed deed, Map<String, List<Deed>> byServer) {
    switch (deed) {
      case AwsCall call -> call.sourceServers().forEach(source -> {
        Optional<ServerHistory> bound = histories.boundTo(source);
        if (bound.isPresent()) {
          byServer.computeIfAbsent(bound.get().serverId(), id -> new ArrayList<>()).add(call);
        } else if (call.ours()) {
          strangers.computeIfAbsent(source, id -> new ArrayList<>()).add(call);
        }
      });
      case HostWork work -> (histories.server(work.serverId()).isPresent() ? byServer : strangers)
          .computeIfAbsent(work.serverId(), id -> new ArrayList<>()).add(work);
    }
  }

  Evidence evidence() {
    return evidence;
  }

  Expectations expectations() {
    return expectations;
  }

  Histories histories() {
    return histories;
  }

  List<ServerCase> servers() {
    return servers;
  }

  /** What we changed that no event names: by source server or host. */
  Map<String, List<Deed>> strangers() {
    return strangers;
  }

  /** The wave's deadline has passed, or it is over, or nothing more will come. */
  boolean over(String wave) {
    return evidence.finished() || histories.ended(wave)
        || histories.deadline(wave).filter(deadline -> deadline.isBefore(evidence.readAt())).isPresent();
  }

  boolean startedBy(String wave, Instant moment) {
    return histories.startedBy(wave, moment);
  }
}
