package dev.convoy.lab.drill;

import dev.convoy.events.common.Stage;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The break-glass accounts that a drill asks for: one is closed by hand, the other with its server. */
final class Admissions {
  private final WavePerson person;
  private final Function<String, Optional<String>> told;
  private final boolean sourcesGoOff;
  private final Set<String> servers = ConcurrentHashMap.newKeySet();

  /**
   * @param told type of the last event about the account of a server
   * @param sourcesGoOff true where a source is off when its server ends, so that nobody could close it then
   */
  Admissions(WavePerson person, Function<String, Optional<String>> told, boolean sourcesGoOff) {
    this.person = person;
    this.told = told;
    this.sourcesGoOff = sourcesGoOff;
  }

  void open(String server) {
    person.openBreakGlass(server);
    servers.add(server);
  }

  void end(String server) {
    person.endBreakGlass(server);
  }

  boolean isEndedByHand(Stage opened) {
    return sourcesGoOff || opened == Stage.AGENT_INSTALLED;
  }

  boolean isOpen(String server) {
    return isTold(server, "BreakGlassOpened");
  }

  boolean isClosed(String server) {
    return isTold(server, "BreakGlassClosed");
  }

  private boolean isTold(String server, String type) {
    return told.apply(server).filter(type::equals).isPresent();
  }

  /** True when none is left. */
  boolean areClosed() {
    return servers.stream().allMatch(this::isClosed);
  }

  /** Servers for which one was asked. */
  Set<String> servers() {
    return Set.copyOf(servers);
  }
}
