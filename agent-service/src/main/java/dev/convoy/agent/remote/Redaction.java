package dev.convoy.agent.remote;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** Takes known secrets out of texts before anybody sees them: as they are, line by line, and in base64. */
public final class Redaction {

  private static final int SHORTEST = 4;

  private final List<String> secrets;

  private Redaction(List<String> secrets) {
    this.secrets = secrets;
  }

  /** Knows the secrets of a credential. */
  public static Redaction of(Credential credential) {
    return new Redaction(List.of()).and(credential.secrets());
  }

  /** Knows the secrets of a payload. */
  public static Redaction of(Payload payload) {
    return new Redaction(List.of()).and(payload.secrets());
  }

  /** Knows none. */
  public static Redaction none() {
    return new Redaction(List.of());
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

  /** The text with {@code ***} in place of every known secret. */
  public String apply(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return clean;
  }
}
