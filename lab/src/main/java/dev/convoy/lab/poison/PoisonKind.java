package dev.convoy.lab.poison;

import dev.convoy.kit.poison.Admission;
import dev.convoy.kit.poison.Poison;
import dev.convoy.schemas.Topic;
import dev.convoy.schemas.Topic.Retention;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What every reader of a topic has to refuse, whichever types it takes. */
enum PoisonKind {
  NOTHING(Poison.NO_WIRE_FORMAT),
  TEXT(Poison.NO_WIRE_FORMAT),
  CUT_WITHIN_THE_ID(Poison.NO_WIRE_FORMAT),
  UNKNOWN_SCHEMA(Poison.UNKNOWN_SCHEMA),
  TYPE_OF_STRANGERS(Poison.WRONG_TYPE),
  NO_KEY(Poison.NO_KEY),
  KEY_IS_NO_TEXT(Poison.KEY_IS_NO_TEXT),
  TOMBSTONE(Poison.TOMBSTONE),
  TOO_LARGE(Poison.TOO_LARGE),
  LARGER_THAN_A_LETTER(Poison.TOO_LARGE);

  private static final int UNKNOWN_ID = 2_000_000_011;

  private final Poison expected;

  PoisonKind(Poison expected) {
    this.expected = expected;
  }

  Poison expected() {
    return expected;
  }

  /** The kinds that are poison on a topic: where a tombstone means something, it is none; compacted topics need keys. */
  static List<PoisonKind> on(Topic topic) {
    var compacted = topic.retention() == Retention.COMPACTED;
    return Arrays.stream(values()).filter(kind -> switch (kind) {
      case TOMBSTONE -> !compacted && !topic.foreign();
      case NO_KEY -> !compacted;
      default -> true;
    }).toList();
  }

  /** The topics that a service reads to act on what they carry. */
  static List<Topic> topics() {
    return Topics.all().stream().filter(topic -> !topic.readers().isEmpty() && !topic.baseName().endsWith(".dlq")).toList();
  }

  byte @Nullable [] key(long number) {
    return switch (this) {
      case NO_KEY -> null;
      case KEY_IS_NO_TEXT -> new byte[] {(byte) 0xff, (byte) number};
      default -> ("poison-" + number).getBytes(UTF_8);
    };
  }

  /** @param stranger id of a schema that is none of ours */
  byte @Nullable [] value(int stranger) {
    return switch (this) {
      case TOMBSTONE -> null;
      case NOTHING -> new byte[0];
      case TEXT, NO_KEY, KEY_IS_NO_TEXT -> "no event".getBytes(UTF_8);
      case CUT_WITHIN_THE_ID -> new byte[] {0, 0, 1};
      case UNKNOWN_SCHEMA -> framed(UNKNOWN_ID);
      case TYPE_OF_STRANGERS -> framed(stranger);
      case TOO_LARGE -> new byte[Admission.LARGEST_VALUE + 1];
      case LARGER_THAN_A_LETTER -> new byte[TopicSettings.DEAD_LETTER_BYTES + 1];
    };
  }

  private static byte[] framed(int id) {
    return ByteBuffer.allocate(7).put((byte) 0).putInt(id).put((byte) 2).put((byte) 'a').array();
  }
}
