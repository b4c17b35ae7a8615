package dev.convoy.lab.canary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Searches a running lab for planted secrets. */
public final class CanaryHunt {

  /**
   * Where to look.
   *
   * @param root the lab's folder
   * @param rightful files and folders below it that may hold secrets
   * @param commandLines file with the command lines that the source hosts were given
   * @param inventory address of inventory-service
   * @param services addresses of all services
   * @param mayHold whether a process with this command line was given secrets in its environment
   */
  public record Ground(
      Path root, Set<Path> rightful, Path commandLines, String bootstrapServers, URI inventory, List<URI> services,
      Predicate<String> mayHold) {}

  private final List<Canary> canaries;
  private final Ground ground;
  private final CanarySearch search;
  private final Findings findings = new Findings();

  public CanaryHunt(List<Canary> canaries, Ground ground) {
    this.canaries = List.copyOf(canaries);
    this.ground = ground;
    this.search = new CanarySearch(canaries);
  }

  /** Looks everywhere. True when nothing was found, and everything was there to be looked through. */
  public boolean clean() {
    canaries.forEach(this::tryOut);
    new TopicPlaces(ground.bootstrapServers(), search).look(findings);
    new FilePlaces(ground.root(), ground.rightful(), search).look(findings);
    new ProcessPlaces(search, ground.mayHold()).look(findings);
    try (AnswerPlaces answers = new AnswerPlaces(ground.inventory(), ground.services(), search)) {
      answers.look(findings);
    }
    Arrays.stream(Findings.Place.values()).filter(place -> !findings.byPlace().containsKey(place))
        .forEach(place -> findings.doubt("nothing of the kind " + place + " was there to be searched; report it"));
    if (!Files.exists(ground.commandLines())) {
      findings.doubt("the hosts have recorded no command lines; report it");
    }
    return findings.hits().isEmpty();
  }

  /** A search that does not find a secret where it belongs would find it nowhere. */
  private void tryOut(Canary canary) {
    canary.source().ifPresent(source -> {
      try {
        Set<String> found = search.in(Files.readAllBytes(source));
        if (found.stream().noneMatch(what -> what.startsWith(canary.name() + " as "))) {
          findings.doubt(canary.name() + " is not found in " + source + ", where it belongs; report it");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** The hits, then the counts. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(findings.hits());
    lines.add("CANARY secrets=" + canaries.size() + " places=" + findings.places() + " hits=" + findings.hits().size()
        + " " + findings.byPlace());
    return lines;
  }
}
