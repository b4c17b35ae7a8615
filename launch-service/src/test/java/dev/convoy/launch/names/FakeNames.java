package dev.convoy.launch.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.Failure;
import dev.convoy.launch.server.NameRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Zones in memory. */
final class FakeNames implements NameGateway {

  final Map<String, NameRecord> records = new HashMap<>();
  final Map<String, String> foreign = new HashMap<>();
  final List<List<Replacement>> batches = new ArrayList<>();
  /** Why a zone cannot be read, by its id. */
  final Map<String, RuntimeException> unreadable = new HashMap<>();
  boolean everywhere = true;
  /** How often it was asked whether a change is everywhere. */
  int asked;
  @Nullable Supplier<Changed> next;
  Runnable onRead = () -> { };

  @Override
  public Map<String, Found> read(AccountKey account, String zoneId, Collection<String> names) {
    onRead.run();
    if (unreadable.containsKey(zoneId)) {
      throw unreadable.get(zoneId);
    }
    var found = new HashMap<String, Found>();
    names.forEach(name -> found.put(name, new Found(records.getOrDefault(name, NameRecord.NONE), foreign.get(name), "v1")));
    return found;
  }

  @Override
  public Changed replace(AccountKey account, String zoneId, List<Replacement> replacements) {
    var planned = next;
    if (planned != null) {
      next = null;
      return planned.get();
    }
    if (!replacements.stream().allMatch(each -> records.getOrDefault(each.name(), NameRecord.NONE).equals(each.from()))) {
      return refused(false);
    }
    batches.add(replacements);
    replacements.forEach(each -> records.put(each.name(), each.to()));
    return new Changed.Sent("C" + batches.size());
  }

  static Changed refused(boolean permanent) {
    return new Changed.Refused(new Failure("CVY-4404", "refused", "correct it", permanent));
  }

  static Changed throttled() {
    return new Changed.Later(Duration.ofSeconds(1));
  }

  static RefusedException hidden() {
    return new RefusedException(new Failure("CVY-4403", "hidden", "allow it", true), null);
  }

  @Override
  public boolean isEverywhere(AccountKey account, String zoneId, String change) {
    asked++;
    return everywhere;
  }
}
