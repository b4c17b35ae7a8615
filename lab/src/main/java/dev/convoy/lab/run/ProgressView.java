package dev.convoy.lab.run;

import dev.convoy.events.common.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Draws where servers are. Pure: the same servers at the same moment give the same lines.
 *
 * @param width columns of the terminal
 * @param colours true to mark with colours
 */
public record ProgressView(int width, boolean colours) {
  private static final int BAR = 30;
  private static final int NOTES = 6;
  private static final String RED = "31";
  private static final String GREEN = "32";

  /** A bar per wave, a line per stage, and whoever is parked, waits for somebody, or is slowest. */
  public List<String> lines(Collection<ServerLine> servers, Duration elapsed, Instant now) {
    List<String> lines = new ArrayList<>();
    waves(servers).forEach((wave, own) -> lines.add(bar(wave, own)));
    stages(servers).forEach((stage, count) -> lines.add(String.format("  %-22s %5d", stage, count)));
    notes(servers, now).forEach(lines::add);
    lines.add("elapsed " + elapsed.toSeconds() + " s");
    return lines.stream().map(this::fit).toList();
  }

  /** Whoever is parked, waits for somebody, or is slowest. */
  public List<String> standing(Collection<ServerLine> servers, Instant now) {
    return notes(servers, now).map(this::fit).toList();
  }

  /** The counts in one line: {@code 12 s  wave-1 3/10, wave-2 0/10 | REGISTERED 8, AGENT_INSTALLED 12}. */
  public static String summary(Collection<ServerLine> servers) {
    String waves = waves(servers).entrySet().stream().map(wave -> wave.getKey() + " " + counts(wave.getValue()))
        .collect(Collectors.joining(", "));
    String stages = stages(servers).entrySet().stream().map(stage -> stage.getKey() + " " + stage.getValue())
        .collect(Collectors.joining(", "));
    return waves.isEmpty() ? "no server is registered yet" : waves + " | " + stages;
  }

  private static Map<String, List<ServerLine>> waves(Collection<ServerLine> servers) {
    return servers.stream().filter(ServerLine::moves)
        .collect(Collectors.groupingBy(ServerLine::wave, TreeMap::new, Collectors.toList()));
  }

  private static Map<Stage, Long> stages(Collection<ServerLine> servers) {
    return servers.stream().filter(ServerLine::moves)
        .collect(Collectors.groupingBy(ServerLine::stage, TreeMap::new, Collectors.counting()));
  }

  private static String counts(List<ServerLine> servers) {
    long parked = servers.stream().filter(server -> server.parked().isPresent()).count();
    long ended = servers.stream().filter(ServerLine::ended).count();
    return ended + "/" + servers.size() + (parked > 0 ? " (" + parked + " parked)" : "");
  }

  private String bar(String wave, List<ServerLine> servers) {
    int last = Stage.CUTOVER_FINALIZED.ordinal();
    double way = servers.stream().mapToDouble(each -> each.ended() ? 1 : (double) Math.min(each.stage().ordinal(), last)
        / last).average().orElse(0);
    int full = (int) Math.floor(way * BAR);
    String drawn = "█".repeat(full) + "░".repeat(BAR - full);
    return String.format("%-14s %s %s", wave, colour(full == BAR ? GREEN : "36", drawn), counts(servers));
  }

  private Stream<String> notes(Collection<ServerLine> servers, Instant now) {
    return servers.stream().filter(ServerLine::moves).filter(each -> !each.ended())
        .sorted(Comparator.comparing((ServerLine each) -> each.parked().isEmpty())
            .thenComparing(ServerLine::stageSince).thenComparing(ServerLine::serverId))
        .limit(NOTES).map(each -> note(each, now));
  }

  private String note(ServerLine server, Instant now) {
    if (server.parked().isPresent()) {
      return colour(RED, "  " + server.serverId() + " parked: " + server.parked().get());
    }
    long seconds = Math.max(0, Duration.between(server.stageSince(), now).toSeconds());
    String waits = server.waitsForDetail().isEmpty() ? server.waitsFor() : server.waitsForDetail();
    return "  " + server.serverId() + " " + server.stage() + " for " + seconds + " s" + (waits.isEmpty() ? ""
        : ", waits for " + waits);
  }

  private String colour(String code, String text) {
    return colours ? "\033[" + code + "m" + text + "\033[0m" : text;
  }

  /** Cuts a line to the width; colours take none of it. */
  private String fit(String line) {
    int start = line.startsWith("\033[") ? line.indexOf('m') + 1 : 0;
    int visible = line.replaceAll("\033\\[\\d+m", "").length();
    return visible <= width ? line : line.substring(0, start + width - 1) + "…" + (start > 0 ? "\033[0m" : "");
  }
}
