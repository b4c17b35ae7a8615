package dev.convoy.kit.history;

import dev.convoy.kit.streams.ServiceDefinition;
import dev.convoy.schemas.records.RecordCodec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The schemas of everything that a service keeps in its stores and private topics. */
final class StoredForms {

  private StoredForms() {}

  static List<Schema> of(ServiceDefinition<?, ?, ?> service) {
    var own = Stream.concat(
        Stream.<Class<?>>of(service.state(), service.operations(), service.outcomes()).filter(Objects::nonNull),
        service.inboxes().values().stream());
    var groups = service.groups().stream()
        .flatMap(group -> Stream.<Class<?>>of(group.messages(), group.header(), group.row()));
    return Stream.concat(own, groups)
        .flatMap(type -> RecordCodec.members(type).values().stream())
        .<Schema>map(RecordCodec::schema).distinct().toList();
  }
}
