package dev.convoy.agent.remote;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes secrets out of texts before anybody sees them. Known ones as they are, line by line, and in base64. Others by
 * their shape: what a program on a host prints may hold credentials that another instance has handed to it.
 */
public final class Redaction {

  /** Private keys, values of what is named a secret, ids of AWS keys, and what is as long and as mixed as a key. */
  private static final Pattern SHAPES = Pattern.compile(
      "(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)"
          + "|(?<=(?i:secret[ _-]?access[ _-]?key|session[ _-]?token|password|passphrase)['\"]?\\s?[=:\\s]\\s?['\"]?)"
          + "(?!\\s)[^\\s'\"]*[^\\s'\"a-z.,:;()][^\\s'\"]*"
          + "|\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"
          + "|(?<![A-Za-z0-9/+])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[0-9])"
          + "[A-Za-z0-9/+]{40,}={0,2}");

  private static final int SHORTEST = 4;

  private final List<String> secrets;

  private Redaction(List<String> secrets) {
    this.secrets = secrets;
  }

  /** Knows the secrets of a credential. */
  public static Redaction of(Credential credential) {
    return new Redaction(List.of()).and(credential.secrets());
  }

  /** Knows these secrets. */
  public static Redaction ofSecrets(List<String> secrets) {
    return new Redaction(List.of()).and(secrets);
  }

  /** Knows these secrets too. Shorter than 4 characters are left alone: they would blot out half of any text. */
  public Redaction and(List<String> more) {
    List<String> all = new ArrayList<>(secrets);
    for (String secret : more) {
      all.add(Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
      secret.lines().map(String::strip).forEach(all::add);
      all.add(secret);
    }
    return new Redaction(all.stream().filter(text -> text.length() >= SHORTEST).distinct()
        .sorted(Comparator.comparingInt(String::length).reversed()).toList());
  }

  /** The answer without secrets in the texts that programs of the host have made. */
  public HostAnswer apply(HostAnswer answer) {
    Map<String, String> values = new HashMap<>(answer.values());
    values.computeIfPresent("output", (name, output) -> apply(output));
    return new HostAnswer(values, answer.checks().stream()
        .map(check -> new HostCheck(check.name(), check.verdict(), apply(check.detail()))).toList());
  }

  /** The text with {@code ***} in place of every secret. */
  public String apply(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return SHAPES.matcher(clean).replaceAll("***");
  }
}
