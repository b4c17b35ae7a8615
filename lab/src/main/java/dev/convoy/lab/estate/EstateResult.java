package dev.convoy.lab.estate;

import dev.convoy.lab.events.EventLine;
import dev.convoy.lab.verify.AwsCall;
import dev.convoy.lab.verify.Evidence;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How the servers ended that somebody else had set up.
 *
 * @param estate by server id
 * @param evidence of the whole run
 */
public record EstateResult(Map<String, Founded> estate, Evidence evidence) {

  /** A line for each server that was not adopted, tested by us and cut over as any other. */
  public List<String> faults() {
    return new TreeMap<>(estate).entrySet().stream().flatMap(each -> wrong(each.getKey(), each.getValue())
        .map(what -> "[CVY-9299] " + each.getKey() + ": somebody else had it at " + each.getValue().stage() + " as "
            + each.getValue().sourceServerId() + ", known by its " + each.getValue().known() + ", but " + what + "; look at it with ./convoy server show")).toList();
  }

  private Stream<String> wrong(String id, Founded found) {
    return Stream.of(
        bound(id, found) ? "" : "it was not bound to that by name",
        adopted(id, found) ? "" : "it was not adopted as that",
        installers(id) == 0 ? "" : "an installer ran on it",
        foreignCounts(id, found) ? "a test that is not ours counted" : "",
        ownTest(id, found) ? "" : "no test that we launched was passed",
        cutOver(id) ? "" : "it was not cut over").filter(what -> !what.isEmpty());
  }

  private boolean bound(String id, Founded found) {
    var bound = all(id, "ServerBound").toList();
    return !bound.isEmpty() && bound.stream().allMatch(each -> each.text("sourceServerId").filter(found.sourceServerId()::equals).isPresent());
  }

  private boolean adopted(String id, Founded found) {
    var installed = all(id, "AgentInstalled").toList();
    return !installed.isEmpty() && installed.stream().allMatch(each -> Boolean.TRUE.equals(each.at("adopted"))
        && each.text("sourceServerId").filter(found.sourceServerId()::equals).isPresent());
  }

  private long installers(String id) {
    return evidence.hostWork().stream()
        .filter(each -> each.serverId().equals(id) && each.kind().equals("install") && each.started()).count();
  }

  /** A verdict about an instance that no launch of ours has made, or a launch that was taken from them. */
  private boolean foreignCounts(String id, Founded found) {
    return all(id, "TestLaunched").anyMatch(isOwn(found).negate())
        || all(id, "TestPassed").anyMatch(passed -> launchOf(id, passed, found).isEmpty());
  }

  private boolean ownTest(String id, Founded found) {
    return all(id, "TestPassed").anyMatch(passed -> !launchOf(id, passed, found).isEmpty());
  }

  private List<EventLine> launchOf(String id, EventLine passed, Founded found) {
    return all(id, "TestLaunched").filter(isOwn(found))
        .filter(each -> each.text("instanceId").equals(passed.text("instanceId"))).toList();
  }

  /** By the ledger of AWS: the job came from a call of ours for this very source server. */
  private Predicate<EventLine> isOwn(Founded found) {
    return launched -> evidence.awsCalls().stream().filter(AwsCall::accepted).filter(AwsCall::ours)
        .filter(each -> each.operation().equals("StartTest") && each.sourceServers().contains(found.sourceServerId()))
        .anyMatch(each -> each.jobId().isPresent() && each.jobId().equals(launched.text("jobId")));
  }

  private boolean cutOver(String id) {
    return all(id, "CutoverDone").findAny().isPresent();
  }

  private Stream<EventLine> all(String id, String type) {
    return evidence.events().stream().filter(each -> each.key().equals(id) && each.type().equals(type));
  }

  /** {@code ESTATE servers=10 bound=10 adopted=10 own-tests=10 cut-over=10 installers=0 left=0}; left are those not cut over. */
  public String line() {
    long cutOver = estate.keySet().stream().filter(this::cutOver).count();
    return "ESTATE servers=" + estate.size() + " bound=" + count(this::bound) + " adopted=" + count(this::adopted) + " own-tests="
        + count((id, found) -> ownTest(id, found) && !foreignCounts(id, found)) + " cut-over=" + cutOver + " installers="
        + estate.keySet().stream().mapToLong(this::installers).sum() + " left=" + (estate.size() - cutOver);
  }

  private long count(BiPredicate<String, Founded> wanted) {
    return estate.entrySet().stream().filter(each -> wanted.test(each.getKey(), each.getValue())).count();
  }
}
