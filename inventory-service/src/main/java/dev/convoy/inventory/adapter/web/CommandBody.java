package dev.convoy.inventory.adapter.web;

import dev.convoy.events.common.Gate;
import dev.convoy.events.common.GroupPolicy;
import dev.convoy.events.common.ServerDecision;
import dev.convoy.inventory.command.ServerCommand;
import dev.convoy.inventory.command.WavePlan;
import dev.convoy.inventory.environments.Patterns;
import dev.convoy.kit.text.Printable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Body of a command. Fields that nobody knows are refused: they are misspelt.
 *
 * @param within how long a break-glass account is asked for, {@code PT2H}
 * @param end a break-glass account is to end now
 * @param name of a machine image that is asked for
 * @param testKeepDays how long the instances of passed tests are kept; parts of a day too
 * @param despiteFaults gates of a plan open also where a launch would fail
 * @param sourceServerId MGN source server that a server is said to be
 * @param gates of a plan: AUTOMATIC or APPROVAL by gate; what is not named is automatic
 */
record CommandBody(
    @Nullable String by,
    @Nullable String reason,
    @Nullable String gate,
    @Nullable Map<String, String> gates,
    @Nullable String groupPolicy,
    @Nullable String windowStart,
    @Nullable String windowEnd,
    @Nullable String deadline,
    @Nullable Long soakSeconds,
    @Nullable String decision,
    @Nullable String within,
    @Nullable Boolean end,
    @Nullable Boolean despiteFaults,
    @Nullable String sourceServerId,
    @Nullable Double testKeepDays,
    @Nullable String name) {

  static final int MAX_BYTES = 16 * 1024;
  private static final int LONGEST = 500;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
  private static final Duration MOST_SOAK = Duration.ofDays(365);
  private static final Duration MOST_TEST_KEEP = Duration.ofDays(90);
  private static final Pattern IMAGE_NAME = Pattern.compile("[A-Za-z0-9()\\[\\] ./'@_-]{3,128}");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final CommandBody EMPTY = new CommandBody(
      null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** Reads a body; none at all is an empty one. */
  static CommandBody of(HttpServletRequest request) throws IOException {
    // One byte more than allowed is enough to see that it is too much.
    var body = request.getInputStream().readNBytes(MAX_BYTES + 1);
    if (body.length == 0) {
      return EMPTY;
    }
    if (body.length > MAX_BYTES) {
      throw ApiException.invalid("the body has more than " + MAX_BYTES + " bytes", "send a small JSON object");
    }
    try {
      var read = JSON.readValue(body, CommandBody.class);
      return read == null ? EMPTY : read;
    } catch (UnrecognizedPropertyException e) {
      throw ApiException.invalid("field '" + e.getPropertyName() + "' is not known", "use " + e.getKnownPropertyIds());
    } catch (JacksonException e) {
      throw ApiException.invalid("the body is not the JSON that is expected: " + e.getOriginalMessage(),
          "send an object with some of by, reason, gate, gates, groupPolicy, windowStart, windowEnd, deadline, soakSeconds, despiteFaults,"
              + " decision, within, end, sourceServerId, testKeepDays, name");
    }
  }

  String who() {
    return bounded("by", by, "api");
  }

  String why() {
    return bounded("reason", reason, "no reason given");
  }

  /** By name and with a reason, or it is no decision. */
  ServerCommand.DecideServer decision(String id, String server) {
    if (by == null || by.isBlank() || reason == null || reason.isBlank()) {
      throw ApiException.invalid("a decision needs a name and a reason", "send by and reason");
    }
    var decided = switch (decision == null ? "" : decision.toUpperCase(Locale.ROOT)) {
      case "NORMAL" -> ServerDecision.NORMAL;
      case "EXCLUDE" -> ServerDecision.EXCLUDE;
      case "WITHOUT-TEST", "WITHOUT_TEST" -> ServerDecision.WITHOUT_TEST;
      case "WITHOUT-ROLLBACK", "WITHOUT_ROLLBACK" -> ServerDecision.WITHOUT_ROLLBACK;
      default -> throw ApiException.invalid("decision cannot be '" + decision + "'", "exclude, normal, without-test or without-rollback");
    };
    return new ServerCommand.DecideServer(id, server, who(), decided, why());
  }

  /** By name and with a reason: what users wrote is given up. */
  ServerCommand.WaiveSnapshots snapshotWaiver(String id, String server) {
    if (by == null || by.isBlank() || reason == null || reason.isBlank()) {
      throw ApiException.invalid("a waiver needs a name and a reason", "send by and reason");
    }
    return new ServerCommand.WaiveSnapshots(id, server, who(), why());
  }

  /** By name and with a reason; for a while, or to its end. */
  ServerCommand.BreakGlass breakGlass(String id, String server) {
    if (by == null || by.isBlank() || reason == null || reason.isBlank()) {
      throw ApiException.invalid("a break-glass account needs a name and a reason", "send by and reason");
    }
    boolean ends = Boolean.TRUE.equals(end);
    if (ends == (within != null)) {
      throw ApiException.invalid("a break-glass account is asked for a time, or to its end", "send one of within and end");
    }
    return new ServerCommand.BreakGlass(id, server, who(), why(), within == null ? null : duration(within));
  }

  /** By name and with what it is known by. */
  ServerCommand.AdoptServer adoption(String id, String server) {
    if (by == null || by.isBlank() || reason == null || reason.isBlank()) {
      throw ApiException.invalid("a binding needs a name and a reason", "send by and reason");
    }
    if (sourceServerId == null || !Patterns.SOURCE_SERVER.matcher(sourceServerId).matches()) {
      throw ApiException.invalid("sourceServerId cannot be '" + sourceServerId + "'",
          "give the id that MGN shows, such as s-0123456789abcdef0");
    }
    return new ServerCommand.AdoptServer(id, server, who(), why(), sourceServerId);
  }

  /** EC2's rules for names of images. */
  ServerCommand.CreateImage image(String id, String server) {
    if (name != null && !IMAGE_NAME.matcher(name).matches()) {
      throw ApiException.invalid("an image cannot have the name '" + (name.length() > LONGEST ? name.substring(0, LONGEST) : name) + "'",
          "3 to 128 of the characters A-Z a-z 0-9 ( ) [ ] space . / - ' @ _; without it a name is made up");
    }
    return new ServerCommand.CreateImage(id, server, who(), why(), name);
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeException e) {
      throw ApiException.invalid("within cannot be '" + text + "'", "write a duration such as PT2H or PT30M");
    }
  }

  Gate theGate() {
    return gate("gate", gate == null ? "" : gate);
  }

  WavePlan plan() {
    return new WavePlan(approvals(), policy(), time("windowStart", windowStart), time("windowEnd", windowEnd),
        time("deadline", deadline), soak(), Boolean.TRUE.equals(despiteFaults), testKeep());
  }

  /** Replication is free of charge for 90 days: no test is worth more. */
  private @Nullable Duration testKeep() {
    if (testKeepDays != null && !(testKeepDays >= 0 && testKeepDays <= MOST_TEST_KEEP.toDays())) {
      throw ApiException.invalid("testKeepDays cannot be " + testKeepDays,
          "0 to " + MOST_TEST_KEEP.toDays() + " days, such as 3 or 0.5; without it test instances are not kept");
    }
    var kept = testKeepDays == null ? Duration.ZERO : Duration.ofSeconds(Math.round(testKeepDays * Duration.ofDays(1).toSeconds()));
    return kept.isZero() ? null : kept;
  }

  private @Nullable Duration soak() {
    if (soakSeconds != null && (soakSeconds < 0 || soakSeconds > MOST_SOAK.toSeconds())) {
      throw ApiException.invalid("soakSeconds cannot be " + soakSeconds, "0 to " + MOST_SOAK.toSeconds());
    }
    return soakSeconds == null ? null : Duration.ofSeconds(soakSeconds);
  }

  private List<Gate> approvals() {
    var approvals = new ArrayList<Gate>();
    (gates == null ? Map.<String, String>of() : gates).forEach((name, policy) -> {
      var named = gate("gates", name);
      switch (String.valueOf(policy).toUpperCase(Locale.ROOT)) {
        case "APPROVAL" -> approvals.add(named);
        case "AUTOMATIC" -> { }
        default -> throw ApiException.invalid("gates." + name + " cannot be '" + policy + "'", "AUTOMATIC or APPROVAL");
      }
    });
    return approvals;
  }

  private GroupPolicy policy() {
    return switch (groupPolicy == null ? "HOLD" : groupPolicy.toUpperCase(Locale.ROOT)) {
      case "HOLD" -> GroupPolicy.HOLD;
      case "ROLLBACK" -> GroupPolicy.ROLLBACK;
      default -> throw ApiException.invalid("groupPolicy cannot be '" + groupPolicy + "'", "HOLD or ROLLBACK");
    };
  }

  private static Gate gate(String field, String name) {
    return WavePlan.GATES.stream().filter(gate -> gate.name().equalsIgnoreCase(name)).findFirst().orElseThrow(
        () -> ApiException.invalid(field + " cannot be '" + name + "'", "one of BUILD, TEST, CUTOVER, FINALIZE"));
  }

  private static @Nullable Instant time(String field, @Nullable String text) {
    try {
      var time = text == null || text.isBlank() ? null : Instant.parse(text.strip());
      if (time == null || (time.isAfter(EARLIEST) && time.isBefore(LATEST))) {
        return time;
      }
      throw ApiException.invalid(field + " cannot be '" + text + "'", "give a time between the years 2000 and 9999");
    } catch (DateTimeException e) {
      throw ApiException.invalid(field + " cannot be '" + text + "'", "write a UTC time such as 2026-01-31T22:00:00Z");
    }
  }

  private static String bounded(String field, @Nullable String text, String otherwise) {
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    if (text.length() > LONGEST) {
      throw ApiException.invalid(field + " has more than " + LONGEST + " characters", "say it shorter");
    }
    if (!Printable.is(text)) {
      throw ApiException.invalid(field + " has characters that cannot be shown", "write it in one line of plain text");
    }
    return text.strip();
  }
}
