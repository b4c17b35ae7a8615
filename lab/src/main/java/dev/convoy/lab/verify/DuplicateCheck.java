package dev.convoy.lab.verify;

import dev.convoy.lab.verify.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Duplicated: two accepted calls of one kind for one server with no event between them that ended the first, or two
 * pieces of host work started under one operation id.
 */
final class DuplicateCheck {
  private static final String STEP_FAILED = "LaunchStepFailed";
  private static final String ROLLED_BACK = "RolledBack";
  private static final Map<String, Set<String>> ENDED_BY = Map.of(
      "StartTest", Set.of("TestLaunched", "TestLaunchFailed"),
      "StartCutover", Set.of("CutoverLaunched", "CutoverLaunchFailed", ROLLED_BACK),
      "FinalizeCutover", Set.of("CutoverFinalized", STEP_FAILED),
      "MarkAsArchived", Set.of("ServerArchived", STEP_FAILED),
      "StartReplication", Set.of("ReplicationStarted", "ReplicationFailed", ROLLED_BACK),
      "TerminateTargetInstances", Set.of("TestEnded", "TargetDiscarded", STEP_FAILED, ROLLED_BACK));

  private DuplicateCheck() {}

  static List<Finding> find(Histories histories, List<AwsCall> calls, List<HostWork> work) {
    List<Finding> found = new ArrayList<>();
    Map<String, AwsCall> latest = new HashMap<>();
    for (AwsCall call : calls.stream().filter(AwsCall::accepted).sorted(Comparator.comparing(AwsCall::wall)).toList()) {
      Set<String> ends = ENDED_BY.get(call.operation());
      if (ends != null) {
        for (String source : call.sourceServers()) {
          AwsCall first = latest.put(call.operation() + " " + source, call);
          histories.boundTo(source).filter(server -> first != null
              && !server.between(first.wall(), call.wall(), ends))
              .ifPresent(server -> found.add(twice(server, call, source, String.valueOf(first))));
        }
      }
    }
    found.addAll(hostWork(work));
    return found;
  }

  private static Finding twice(ServerHistory server, AwsCall second, String source, String first) {
    return new Finding(Kind.DUPLICATED, server.serverId(), second.operation() + " of " + source,
        "accepted twice with no event between that ended the first", List.of(first, second.toString()));
  }

  private static List<Finding> hostWork(List<HostWork> work) {
    List<Finding> found = new ArrayList<>();
    Map<String, HostWork> first = new HashMap<>();
    for (HostWork each : work.stream().filter(HostWork::started).sorted(Comparator.comparing(HostWork::wall)).toList()) {
      HostWork before = first.putIfAbsent(each.host() + " " + each.operationId(), each);
      if (before != null) {
        found.add(new Finding(Kind.DUPLICATED, each.serverId(), each.operationId(),
            "started twice on its host under one operation id", List.of(before.toString(), each.toString())));
      }
    }
    return found;
  }
}
