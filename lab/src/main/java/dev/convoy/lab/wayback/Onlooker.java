package dev.convoy.lab.wayback;

import dev.convoy.lab.aws.door.StandingDoor.Launched;
import dev.convoy.lab.process.Condition;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.verify.Evidence;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Looks from outside at servers that were rolled back, before anybody goes on with them. */
public final class Onlooker implements LabComponent {
  /** Names that were lowered only are put back beside the rollback. */
  private static final Duration NAMES_WITHIN = Duration.ofSeconds(60);

  private final WorldDoor world;
  private final Users users;
  private final Map<String, List<String>> names;
  private final List<Sight> sights = new CopyOnWriteArrayList<>();
  private volatile List<NameStanding> before = List.of();

  /**
   * @param simulator {@code http://127.0.0.1:4566}
   * @param names declared names by server
   * @param served servers whose users are said to be on their targets
   */
  public Onlooker(URI simulator, Map<String, List<String>> names, Supplier<Set<String>> served) {
    this.world = new WorldDoor(simulator);
    this.users = new Users(world, served);
    this.names = names;
  }

  @Override
  public String name() {
    return "onlooker";
  }

  /** Users come from now on. */
  @Override
  public void start() {
    before = world.names();
    users.start();
  }

  /** Looks at a server. Its names may take a while; how they are then is what was seen. */
  public void lookAt(String serverId) {
    Condition.holdsWithin(NAMES_WITHIN, () -> {
      List<NameStanding> now = world.names();
      return now.containsAll(of(before, serverId));
    });
    sights.add(new Sight(serverId, Instant.now(), world.host(serverId), world.standings(serverId), world.names(), users.written()));
  }

  private List<NameStanding> of(List<NameStanding> all, String serverId) {
    List<String> own = names.getOrDefault(serverId, List.of());
    return all.stream().filter(each -> own.contains(each.name())).toList();
  }

  /** True when a user has written on a target of this server that is up. */
  public boolean isWrittenOn(String serverId) {
    Map<String, Sight.Written> written = users.written();
    return world.targets().stream().filter(each -> each.serverId().equals(serverId)).map(Launched::instanceId)
        .anyMatch(written::containsKey);
  }

  /** What the ways back have come to. */
  public WaysBack judge(Evidence evidence) {
    return new WaysBack(List.copyOf(sights), evidence);
  }

  @Override
  public void stop() {
    users.close();
    world.close();
  }

  @Override
  public boolean healthy() {
    return true;
  }
}
