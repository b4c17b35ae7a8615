package dev.convoy.launch.adapter.hook;

import dev.convoy.kit.aws.AddressRecord;
import dev.convoy.kit.text.Printable;
import dev.convoy.launch.names.NameGateway.Found;
import dev.convoy.launch.server.NameRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a hook answers. It is foreign: nothing of it is taken that does not have its form. */
final class HookAnswer {

  private static final Pattern IPV4 = Pattern.compile(
      "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}");
  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9]{0,15}");
  private static final long MOST_TTL = 0x7fffffffL;
  private static final int MOST_ID = 512;
  private static final int MOST_WORDS = 200;

  /** It is not what was agreed. */
  static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  private final JsonNode json;

  private HookAnswer(JsonNode json) {
    this.json = json;
  }

  static HookAnswer of(String text) {
    try {
      var json = JsonMapper.shared().readTree(text);
      if (json == null || !json.isObject()) {
        throw new MalformedException("its answer is no JSON object");
      }
      return new HookAnswer(json);
    } catch (JacksonException e) {
      throw new MalformedException("its answer is not JSON");
    }
  }

  /** Of each name; one that it does not list has no record. */
  Map<String, Found> records(Collection<String> names) {
    var list = json.path("records");
    if (!list.isArray()) {
      throw new MalformedException("its answer has no list of records");
    }
    var wanted = new HashSet<>(names);
    var sets = new HashMap<String, List<ResourceRecordSet>>();
    var foreign = new HashMap<String, String>();
    var versions = new HashMap<String, String>();
    for (var each : list) {
      var name = name(each);
      if (wanted.contains(name)) {
        sets.computeIfAbsent(name, key -> new ArrayList<>()).add(set(name, each));
        versions.computeIfAbsent(name, key -> optional(each, "version", MOST_ID));
        foreign.computeIfAbsent(name, key -> optional(each, "foreign", MOST_WORDS));
      }
    }
    var found = new HashMap<String, Found>();
    names.forEach(name -> found.put(name, found(name, sets.getOrDefault(name, List.of()), foreign.get(name), versions.get(name))));
    return found;
  }

  private static Found found(String name, List<ResourceRecordSet> sets, @Nullable String foreign, @Nullable String version) {
    var record = AddressRecord.of(name, sets);
    var address = record.address();
    var why = record.foreign() == null ? foreign : record.foreign();
    return new Found(address == null || why != null ? NameRecord.NONE : new NameRecord(address, record.ttlSeconds()), why, version);
  }

  private static String name(JsonNode each) {
    var name = text(each, "name").toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static ResourceRecordSet set(String name, JsonNode each) {
    var type = text(each, "type");
    var ttl = each.path("ttl");
    if (!TYPE.matcher(type).matches() || !ttl.isIntegralNumber() || ttl.asLong() < 0 || ttl.asLong() > MOST_TTL
        || !each.path("values").isArray()) {
      throw new MalformedException("a record of " + name + " lacks its type, its ttl or its values");
    }
    var values = each.path("values").valueStream().map(value -> value.asString("")).toList();
    if (type.equals("A") && !values.stream().allMatch(value -> IPV4.matcher(value).matches())) {
      throw new MalformedException("an A record of " + name + " has something else than IPv4 addresses");
    }
    return ResourceRecordSet.builder().name(name).type(type).ttl(ttl.asLong())
        .resourceRecords(values.stream().map(value -> ResourceRecord.builder().value(value).build()).toList()).build();
  }

  /** Id of the change; empty when there is nothing to ask by it. */
  String change() {
    return Objects.requireNonNullElse(optional(json, "change", MOST_ID), "");
  }

  boolean inSync() {
    if (!json.path("inSync").isBoolean()) {
      throw new MalformedException("its answer does not say whether the change is inSync");
    }
    return json.path("inSync").asBoolean();
  }

  private static String text(JsonNode of, String field) {
    if (!of.path(field).isString()) {
      throw new MalformedException("a record has no " + field);
    }
    return of.path(field).asString();
  }

  private static @Nullable String optional(JsonNode of, String field, int most) {
    var value = of.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    var text = value.asString("");
    if (text.length() > most || !Printable.is(text)) {
      throw new MalformedException(field + " is longer than " + most + " characters or cannot be shown");
    }
    return text;
  }
}
