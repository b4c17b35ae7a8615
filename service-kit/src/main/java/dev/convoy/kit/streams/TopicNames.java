package dev.convoy.kit.streams;

import dev.convoy.schemas.Service;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.Topics;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Full names of the topics of this installation. */
public record TopicNames(TopicSettings settings) {

  /** Application id of the deciders of a service: its consumer group and the first part of its changelogs' names. */
  public static String applicationId(Service service) {
    return "convoy-" + service.shortName();
  }

  /** The same of what re-keys records of foreign producers. */
  public static String foreignApplicationId(Service service) {
    return applicationId(service) + "-foreign";
  }

  /** Full name of a topic by its name in the catalogue. */
  public String of(String baseName) {
    return settings.prefix() + "." + baseName;
  }

  /**
   * Topic of an event type.
   *
   * @throws IllegalArgumentException if the catalogue does not know the type
   */
  public String carrying(Class<? extends SpecificRecord> type) {
    return Topics.carrying(type).map(settings::name)
        .orElseThrow(() -> new IllegalArgumentException("no topic carries " + type.getName()));
  }

  /** What the decider of a service reads: public topics, answers of groups, its outcomes. */
  public List<String> deciderInputs(Service service) {
    return read(service).stream().filter(name -> !name.endsWith("-requests")).toList();
  }

  /** What the groups of a service read. */
  public List<String> groupInputs(Service service) {
    return read(service).stream().filter(name -> name.endsWith("-requests")).toList();
  }

  /** What a service reads of foreign producers. */
  public List<String> foreignInputs(Service service) {
    return Topics.all().stream().filter(t -> t.foreign() && t.readers().contains(service)).map(settings::name).toList();
  }

  /** Every topic that the streams of a service read, besides those that only its worker or its read model reads. */
  private List<String> read(Service service) {
    var others = List.of(Topics.WAVE_EVENTS, Topics.SERVER_STATUS);
    return Topics.all().stream()
        .filter(t -> t.readers().contains(service) && !t.foreign() && !others.contains(t))
        .filter(t -> !t.baseName().endsWith(".operations") && !t.baseName().endsWith(".dlq"))
        .filter(t -> !t.baseName().equals(service.shortName() + ".events"))
        .map(settings::name)
        .collect(Collectors.toList());
  }
}
