package dev.convoy.lab.hosts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a running installer holds: the caller's credentials and flags, read from the program's text and environment.
 *
 * @param notThere true where the host has no installer: none that was to be pushed, or no way to download one
 * @param secretGiven whether a secret key was there
 * @param secretAccessKey null when none was given, and when the lab was started again since: it is not kept
 */
record Installation(
    @Nullable String accessKeyId, @Nullable String sessionToken, boolean secretGiven,
    @JsonIgnore @Nullable String secretAccessKey, @Nullable String region, @Nullable String userProvidedId,
    boolean noReplication, boolean notThere) {

  /**
   * @param pushed whether a file of that SHA-512 was pushed to the host
   * @param offline whether it cannot download one
   */
  static Installation of(HostPayload payload, Predicate<String> pushed, boolean offline) {
    String program = payload.get("program").orElse("");
    return new Installation(
        payload.environment("AWS_ACCESS_KEY_ID").orElse(null),
        payload.environment("AWS_SESSION_TOKEN").orElse(null),
        payload.environment("AWS_SECRET_ACCESS_KEY").isPresent(),
        payload.environment("AWS_SECRET_ACCESS_KEY").orElse(null),
        flag("region", program, payload).or(() -> payload.environment("AWS_REGION"))
            .or(() -> payload.environment("AWS_DEFAULT_REGION")).orElse(null),
        flag("user-provided-id", program, payload).orElse(null),
        program.contains("--no-replication") && payload.environment("CONVOY_REPLICATE").isEmpty(),
        payload.environment("CONVOY_INSTALLER_SHA512").map(sha512 -> !pushed.test(sha512)).orElse(offline));
  }

  /** The value after {@code --name}, quoted or not; a variable is looked up in the environment. */
  private static Optional<String> flag(String name, String program, HostPayload payload) {
    Matcher found = Pattern.compile("--" + name + "['\",\\s=]+(\\$?[^\\s'\",)]+)").matcher(program);
    if (!found.find()) {
      return Optional.empty();
    }
    String value = found.group(1);
    return value.startsWith("$") ? payload.environment(variable(value)) : Optional.of(value);
  }

  /** {@code $NAME}, {@code ${NAME}}, {@code $env:NAME}, {@code ${env:NAME}}. */
  private static String variable(String reference) {
    return reference.replaceAll("[${}]", "").replaceFirst("(?i)^env:", "");
  }

  @Override
  public String toString() {
    return "Installation[region=" + region + ", userProvidedId=" + userProvidedId + ", credentials=***]";
  }
}
