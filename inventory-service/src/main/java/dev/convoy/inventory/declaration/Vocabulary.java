package dev.convoy.inventory.declaration;

import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.Strategy;
import dev.convoy.events.common.Tier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words of a declaration and what they mean; case does not matter. */
public final class Vocabulary {

  static final Map<String, OsFamily> OS_FAMILIES = Map.of("linux", OsFamily.LINUX, "windows", OsFamily.WINDOWS);
  static final Map<String, String> TENANCIES =
      Map.of("shared", "default", "default", "default", "dedicated", "dedicated", "dedicated host", "host", "host", "host");
  private static final Map<String, Tier> TIERS = Map.of("web", Tier.WEB, "application", Tier.APPLICATION,
      "app", Tier.APPLICATION, "database", Tier.DATABASE, "db", Tier.DATABASE);

  private Vocabulary() {}

  /** The tier that a word names; null when it names none. */
  public static @Nullable Tier tier(String word) {
    return TIERS.get(word.strip().toLowerCase(Locale.ROOT));
  }

  static @Nullable Strategy strategy(String word) {
    var wanted = word.strip().toUpperCase(Locale.ROOT);
    return List.of(Strategy.values()).stream().filter(s -> s != Strategy.UNKNOWN && s.name().equals(wanted)).findFirst()
        .orElse(null);
  }

  static <T> @Nullable T of(Map<String, T> words, String word) {
    return words.get(word.strip().toLowerCase(Locale.ROOT));
  }
}
