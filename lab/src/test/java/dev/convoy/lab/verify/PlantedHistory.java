package dev.convoy.lab.verify;

import dev.convoy.lab.events.EventLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Topics and ledgers of a small migration, in minutes from its start, to plant something in. */
final class PlantedHistory {
  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  static final Map<String, Object> TARGET =
      Map.of("testSubnetId", "subnet-test", "testSecurityGroupIds", List.of("sg-test"));

  final List<EventLine> events = new ArrayList<>();
  final List<AwsCall> calls = new ArrayList<>();
  final List<HostWork> work = new ArrayList<>();
  final List<AwsJob> jobs = new ArrayList<>();
  final List<AwsInstance> instances = new ArrayList<>();
  private Expectations expectations = new Expectations(Optional.of(Set.of("subnet-test", "sg-test")),
      Duration.ofHours(2));

  /** The main line of one server, an event a minute. */
  static PlantedHistory migrated(String id) {
    PlantedHistory history = new PlantedHistory();
    history.untilCutoverLaunched(id);
    history.event(id, "CutoverDone", 16);
    history.event(id, "FinalizeAuthorized", 17);
    history.call("FinalizeCutover", 18, "s-" + id);
    history.event(id, "CutoverFinalized", 19);
    return history;
  }

  /** Launched, then rolled back in the right order. */
  static PlantedHistory rolledBack(String id) {
    PlantedHistory history = new PlantedHistory();
    history.untilCutoverLaunched(id);
    history.event(id, "RollbackRequested", 16);
    history.call("StopInstances", 17, "s-" + id);
    history.event(id, "RollbackStarted", 18, 1, Map.of("sourceQuiesced", true));
    history.host(id, "resume", 19);
    history.event(id, "SourceResumed", 20);
    history.call("ChangeServerLifeCycleState", 21, "s-" + id);
    history.event(id, "RolledBack", 22);
    return history;
  }

  private void untilCutoverLaunched(String id) {
    declare(id, "REHOST");
    event(id, "BuildAuthorized", 3, 1, Map.of("target", TARGET, "tier", "WEB"));
    host(id, "install", 3.5);
    event(id, "AgentInstalled", 4, 1, Map.of("sourceServerId", "s-" + id));
    call("StartReplication", 4.5, "s-" + id);
    event(id, "ReplicationStarted", 5);
    event(id, "TestAuthorized", 6);
    launch("StartTest", 7, "s-" + id, "subnet-test", "sg-test", 6.9);
    event(id, "TestLaunched", 7.8, 1,
        Map.of("subnetId", "subnet-test", "securityGroupIds", List.of("sg-test"), "attempt", 1));
    event(id, "TestPassed", 8);
    event(id, "CutoverAuthorized", 9, 1, Map.of("waveId", "w1", "windowEnd", at(600), "backOutBy", at(600)));
    event(id, "CutoverSlotReserved", 10);
    host(id, "quiesce", 11);
    event(id, "SourceQuiesced", 12, 1, Map.of("quiescedAt", at(12)));
    event(id, "ReplicationDrained", 13, 1, Map.of("readAt", at(12.9)));
    launch("StartCutover", 14, "s-" + id, "subnet-target", "sg-target", 13.9);
    event(id, "CutoverLaunched", 15);
  }

  void declare(String id, String strategy) {
    event(id, "ServerRegistered", 1, 0, Map.of("strategy", strategy, "waveId", "w1"));
    wave("WaveStarted", 2, Map.of());
  }

  void wave(String type, double minute, Map<String, Object> more) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("occurredAt", at(minute));
    events.add(new EventLine("convoy.wave.events", 0, events.size(), "w1", type, fields));
  }

  void event(String id, String type, double minute) {
    event(id, type, minute, 1, Map.of());
  }

  void event(String id, String type, double minute, int round, Map<String, Object> more) {
    events.add(line(id, type, minute, round, more));
  }

  /** Puts another event in the place of the only one of this type. */
  void instead(String id, String type, double minute, int round, Map<String, Object> more) {
    events.replaceAll(event -> event.type().equals(type) ? line(id, type, minute, round, more) : event);
  }

  void without(String type) {
    events.removeIf(event -> event.type().equals(type));
  }

  void withoutDeed(String operation) {
    calls.removeIf(call -> call.operation().equals(operation));
    work.removeIf(each -> each.kind().equals(operation));
  }

  private EventLine line(String id, String type, double minute, int round, Map<String, Object> more) {
    Map<String, Object> fields = new HashMap<>(more);
    fields.put("round", round);
    fields.put("occurredAt", at(minute));
    return new EventLine("convoy.test.events", 0, events.size(), id, type, fields);
  }

  void call(String operation, double minute, String source) {
    calls.add(call(operation, minute, source, true, Map.of(), Map.of()));
  }

  void launch(String operation, double minute, String source, String subnet, String group, double readAt) {
    calls.add(call(operation, minute, source, true, Map.of(),
        Map.of(source, new AwsCall.Launch("lt-" + source, 2, subnet,
        List.of(group), readAt < 0 ? Optional.empty() : Optional.of(at(readAt))))));
  }

  /** CreateSnapshots of two volumes of which some are left out. */
  void snapshots(double minute, String source, String state, String... left) {
    calls.add(new AwsCall(at(minute), "ec2", "CreateSnapshots", "111122223333", "eu-central-1", List.of(source), Map.of(),
        true, Optional.empty(), Optional.empty(), false, Map.of(),
        Optional.of(new AwsCall.Saved("i-1", state, List.of("vol-1"), List.of(left)))));
  }

  static AwsCall call(
      String operation, double minute, String source, boolean accepted, Map<String, String> tags,
      Map<String, AwsCall.Launch> launches) {
    return new AwsCall(at(minute), operation.endsWith("Instances") ? "ec2" : "mgn", operation, "111122223333",
        "eu-central-1", List.of(source), tags, accepted, Optional.empty(), Optional.empty(), false, launches,
        Optional.empty());
  }

  void host(String id, String kind, double minute) {
    host(id, kind, minute, id + ":" + kind + ":1:1");
  }

  void host(String id, String kind, double minute, String operationId) {
    work.add(new HostWork(at(minute), id, id, kind, operationId, true, Optional.empty()));
  }

  void frozenNetworksOnly() {
    expectations = Expectations.none();
  }

  static Instant at(double minute) {
    return START.plus(Duration.ofMillis(Math.round(minute * 60_000)));
  }

  /** The verdict some minutes later, when more may come. */
  Verdict verdictAt(double minute) {
    return Verification.of(new Evidence(events, calls, work, jobs, List.of(), instances, at(minute), false), expectations);
  }

  /** The verdict when nothing more will come. */
  Verdict verdict() {
    return Verification.of(new Evidence(events, calls, work, jobs, List.of(), instances, at(100), true), expectations);
  }

  List<Finding> findings() {
    return verdict().findings();
  }
}
