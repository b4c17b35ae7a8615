package dev.convoy.launch.adapter.hook;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.core.HookedZone;
import dev.convoy.launch.names.NameGateway.Replacement;
import dev.convoy.launch.server.NameRecord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a hook is asked, as one JSON object.
 *
 * @param operation {@code read}, {@code change} or {@code status}
 */
record HookRequest(String operation, HookedZone zone, Map<String, Object> fields) {

  /** Rises when a hook has to answer otherwise than before. */
  private static final int VERSION = 1;

  static final String READ = "read";
  static final String CHANGE = "change";
  static final String STATUS = "status";

  private static HookRequest of(String operation, AccountKey account, HookedZone zone, String field, Object value) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("version", VERSION);
    fields.put("operation", operation);
    fields.put("zone", zone.domain());
    fields.put("account", account.account());
    fields.put("region", account.region());
    fields.put(field, value);
    return new HookRequest(operation, zone, fields);
  }

  static HookRequest read(AccountKey account, HookedZone zone, Collection<String> names) {
    return of(READ, account, zone, "names", List.copyOf(names));
  }

  static HookRequest change(AccountKey account, HookedZone zone, List<Replacement> replacements) {
    return of(CHANGE, account, zone, "changes", replacements.stream().map(HookRequest::change).toList());
  }

  static HookRequest status(AccountKey account, HookedZone zone, String change) {
    return of(STATUS, account, zone, "change", change);
  }

  private static Map<String, @Nullable Object> change(Replacement each) {
    var change = new LinkedHashMap<String, @Nullable Object>();
    change.put("operation", each.operation().value());
    change.put("name", each.name());
    change.put("version", each.version());
    change.put("from", record(each.from()));
    change.put("to", record(each.to()));
    return change;
  }

  private static @Nullable Map<String, Object> record(NameRecord record) {
    return record.isThere() ? Map.of("type", "A", "ttl", record.ttlSeconds(), "values", List.of(record.address())) : null;
  }

  String json() {
    return JsonMapper.shared().writeValueAsString(fields);
  }
}
