package dev.convoy.agent.server;

import dev.convoy.agent.host.Prerequisite;
import dev.convoy.agent.server.AgentOutcome.Checked;
import dev.convoy.agent.server.AgentOutcome.Profiled;
import dev.convoy.agent.server.CheckLevels.Judged;
import dev.convoy.events.common.FailedCheck;
import dev.convoy.kit.core.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the looks at a source mean for its server. */
record Findings(AgentPolicy policy) {

  Judged judged(AgentServer s, Checked r) {
    return policy.levels().judge(s.environment(), r);
  }

  /** What nobody has decided about yet. */
  List<FailedCheck> undecided(AgentServer s, Checked r) {
    var decided = s.source() == null ? List.<String>of() : s.source().decided();
    return judged(s, r).decisions().stream().filter(each -> !decided.contains(name(each))).toList();
  }

  /** Other routes or disks than those that were decided about are another question. */
  private static String name(FailedCheck found) {
    return found.getCheck() + ": " + found.getDetail();
  }

  /** Everything that a person has to see to, in one report. */
  List<FailedCheck> all(AgentServer s, Checked r) {
    var all = new ArrayList<>(judged(s, r).failures());
    all.addAll(undecided(s, r));
    return all;
  }

  /** True while only that does not hold which passes by itself, and another attempt is left. */
  boolean mayPass(AgentServer s, Checked r) {
    var failures = judged(s, r).failures();
    return !failures.isEmpty() && policy.check().allowsAfter(s.attempt()) && failures.stream()
        .allMatch(each -> Prerequisite.of(each.getCheck()).filter(Prerequisite::passes).isPresent());
  }

  Failure failure(AgentServer s, Checked r) {
    var failures = judged(s, r).failures();
    var first = failures.getFirst();
    return new Failure(first.getCode(), failures.size() + " prerequisites do not hold, the first: "
        + first.getCheck() + ": " + first.getDetail(), first.getRemedy(), true);
  }

  Failure question(List<FailedCheck> found) {
    var first = found.getFirst();
    return new Failure(first.getCode(), "needs a decision: "
        + found.stream().map(Findings::name).collect(Collectors.joining("; ")), first.getRemedy(), true);
  }

  AgentServer seen(AgentServer s, Checked r, List<FailedCheck> asked) {
    var seen = Source.of(r.facts());
    if (seen == null) {
      return s;
    }
    var source = s.source() == null ? seen : s.source().seenAnew(seen);
    return s.withSource(source.asking(asked.stream().map(Findings::name).toList()));
  }

  List<Source.Breach> breaches(AgentServer s, Profiled r) {
    return s.source() == null ? List.of() : s.source().breaches(r, s.round());
  }

  List<String> changes(AgentServer s, Profiled r) {
    return s.source() == null ? List.of() : s.source().changes(r, s.round());
  }

  AgentServer looked(AgentServer s) {
    return s.withSource(s.source() == null ? null : s.source().lookedAt(s.round())).withAttempt(s.attempt());
  }

  AgentServer changing(AgentServer s, Profiled r) {
    return s.withSource(s.source() == null ? null : s.source().changing(r, s.round())
        .asking(breaches(s, r).stream().map(Source.Breach::name).toList()));
  }

  Failure changed(AgentServer s, Profiled r) {
    var breaches = breaches(s, r);
    var what = breaches.stream().map(Source.Breach::what).collect(Collectors.joining("; "));
    var first = breaches.getFirst();
    return new Failure(first.code(), "the test does not speak for the source any more: " + what,
        first.code().equals("CVY-2251")
            ? "roll back, ./convoy server reinstall ID --reason TEXT so that it replicates the disk, then retest; or, if it may stay"
                + " behind, ./convoy server decide ID normal --reason TEXT"
            : "roll back and retest; or, if it does not matter, ./convoy server decide ID normal --reason TEXT", true);
  }
}
