package dev.convoy.lab.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the host ledger has of installers that were pushed. A host writes the line of a push once what has arrived has the SHA-512
 * that it was sent with.
 *
 * @param wanted SHA-512 of the installer that has to be pushed, by server id; to other hosts none may be
 * @param work the ledger, in the order in which it was written
 */
public record PushedInstallers(Map<String, String> wanted, List<HostWork> work) {
  private static final String PUSH = "push";
  private static final String INSTALL = "install";

  /**
   * A line for each server to which another was pushed, or none was to be, or that was installed without it or twice. Installers that
   * end well and say no id, as those of broken hosts, may run again where none is to be pushed.
   */
  public Stream<String> faults() {
    return hosts().entrySet().stream().flatMap(host -> each(host.getKey(), host.getValue())
        .map(what -> "[CVY-9330] " + host.getKey() + ": " + what + "; see the host ledger"));
  }

  private Stream<String> each(String serverId, List<HostWork> lines) {
    String sha512 = wanted.get(serverId);
    return Stream.of(unwanted(sha512, lines), other(sha512, lines), without(sha512, lines), sha512 == null ? Stream.<String>empty() : twice(lines))
        .flatMap(found -> found);
  }

  private static Stream<String> unwanted(@Nullable String sha512, List<HostWork> lines) {
    return sha512 == null && pushes(lines).findAny().isPresent()
        ? Stream.of("an installer was pushed to it, though its host can download one") : Stream.empty();
  }

  private static Stream<String> other(@Nullable String sha512, List<HostWork> lines) {
    return sha512 == null ? Stream.empty() : pushes(lines).map(HostWork::operationId).filter(Predicate.isEqual(sha512).negate())
        .distinct().map(found -> "what was pushed to it has the SHA-512 " + found + ", the installer " + sha512);
  }

  private static Stream<String> without(@Nullable String sha512, List<HostWork> lines) {
    return sha512 != null && lines.stream().takeWhile(line -> !verified(sha512).test(line)).anyMatch(PushedInstallers::installed)
        ? Stream.of("it was installed without an installer that was pushed and that its host has verified") : Stream.empty();
  }

  private static Stream<String> twice(List<HostWork> lines) {
    Map<Object, Integer> seen = new HashMap<>();
    lines.stream().filter(line -> line.kind().equals(PUSH) || installed(line))
        .forEach(line -> seen.merge(line.kind().equals(PUSH) ? line.operationId() : line.round(), 1, Integer::sum));
    return seen.entrySet().stream().filter(each -> each.getValue() > 1)
        .map(each -> (each.getKey() instanceof Integer round ? "it was installed in round " + round : "the installer was pushed to it")
            + " " + each.getValue() + " times");
  }

  private static Stream<HostWork> pushes(List<HostWork> lines) {
    return lines.stream().filter(line -> line.kind().equals(PUSH));
  }

  private static Predicate<HostWork> verified(String sha512) {
    return line -> line.kind().equals(PUSH) && line.operationId().equals(sha512);
  }

  /** The end of an installer that ended well. */
  private static boolean installed(HostWork line) {
    return line.kind().equals(INSTALL) && !line.started() && line.exit().filter(Predicate.isEqual(0)).isPresent();
  }

  private Map<String, List<HostWork>> hosts() {
    return work.stream().filter(line -> line.kind().equals(PUSH) || line.kind().equals(INSTALL))
        .collect(Collectors.groupingBy(HostWork::serverId, TreeMap::new, Collectors.toList()));
  }

  /** {@code PUSHED servers=4 verified=4 installed=4 twice=0}: of the servers to which an installer had to be pushed. */
  public String line() {
    Map<String, List<HostWork>> hosts = hosts();
    return "PUSHED servers=" + wanted.size()
        + " verified=" + count(hosts, (sha512, lines) -> lines.stream().anyMatch(verified(sha512)))
        + " installed=" + count(hosts, (sha512, lines) ->
            lines.stream().dropWhile(verified(sha512).negate()).anyMatch(PushedInstallers::installed))
        + " twice=" + count(hosts, (sha512, lines) -> twice(lines).findAny().isPresent());
  }

  private long count(Map<String, List<HostWork>> hosts, BiPredicate<String, List<HostWork>> holds) {
    return wanted.entrySet().stream().filter(each -> holds.test(each.getValue(), hosts.getOrDefault(each.getKey(), List.of()))).count();
  }
}
