package dev.convoy.kit.poison;

import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.TopicSettings;
import dev.convoy.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Records that nobody can read, of every kind there is, made for what is read on a topic; and the good one beside them. */
public final class PoisonKinds {

  /** Key of everything that is good; every text in a good value is the same. */
  public static final byte[] KEY = "a".getBytes(UTF_8);

  private static final byte[] OTHER_KEY = "b".getBytes(UTF_8);
  private static final byte[] NO_TEXT = {(byte) 0xff, (byte) 0xfe, 'a'};
  private static final int UNKNOWN_ID = 987_654_321;
  private static final Schema STRANGER =
      SchemaBuilder.record("Thing").namespace("org.other").fields().requiredString("name").endRecord();

  private final SchemaRegistry registry;

  public PoisonKinds(SchemaRegistry registry) {
    this.registry = registry;
  }

  /** One kind of poison as a record, and the reason that has to be given. */
  public record Kind(String name, Poison expected, byte @Nullable [] key, byte @Nullable [] value) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Every kind of poison where {@code decoded} is read.
   *
   * @param tombstones whether they mean something there
   * @param keyed whether the value names what its key is about
   * @param elsewhere a type of ours that belongs on another topic
   */
  public List<Kind> of(Schema decoded, boolean tombstones, boolean keyed, Schema elsewhere) {
    var kinds = new ArrayList<>(anywhere());
    var good = good(decoded);
    kinds.add(new Kind("a type of strangers", Poison.WRONG_TYPE, KEY, good(STRANGER)));
    kinds.add(new Kind("a type of another topic", Poison.WRONG_TYPE, KEY, good(elsewhere)));
    kinds.add(new Kind("no key", Poison.NO_KEY, null, good));
    kinds.add(new Kind("an empty key", Poison.NO_KEY, new byte[0], good));
    kinds.add(new Kind("a key that is no text", Poison.KEY_IS_NO_TEXT, NO_TEXT, good));
    kinds.add(new Kind("cut short", Poison.CORRUPT, KEY, Arrays.copyOf(good, good.length - 1)));
    kinds.add(new Kind("bytes left over", Poison.CORRUPT, KEY, Arrays.copyOf(good, good.length + 1)));
    if (!tombstones) {
      kinds.add(new Kind("a tombstone", Poison.TOMBSTONE, KEY, null));
    }
    if (keyed) {
      kinds.add(new Kind("a key of somebody else", Poison.KEY_DISAGREES, OTHER_KEY, good));
    }
    return kinds;
  }

  /** What is poison wherever it is read. */
  public static List<Kind> anywhere() {
    return List.of(
        new Kind("nothing", Poison.NO_WIRE_FORMAT, KEY, new byte[0]),
        new Kind("text", Poison.NO_WIRE_FORMAT, KEY, "{\"a\":1}".getBytes(UTF_8)),
        new Kind("a schema that nobody knows", Poison.UNKNOWN_SCHEMA, KEY, framed(UNKNOWN_ID, new byte[] {2, 'a'})),
        new Kind("too large", Poison.TOO_LARGE, KEY, new byte[Admission.LARGEST_VALUE + 1]),
        new Kind("larger than any letter", Poison.TOO_LARGE, KEY, new byte[TopicSettings.DEAD_LETTER_BYTES + 1]));
  }

  /** A value of the type, as plain as can be. */
  public byte[] good(Schema schema) {
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(schema).write(plain(schema), encoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return framed(registry.register(schema.getFullName(), AvroModel.published(schema)), out.toByteArray());
  }

  private static byte[] framed(int id, byte[] body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }

  private static @Nullable Object plain(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> {
        var record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), plain(field.schema())));
        yield record;
      }
      case ENUM -> new GenericData.EnumSymbol(schema, schema.getEnumSymbols().getLast());
      case ARRAY -> List.of();
      case MAP -> Map.of();
      case UNION -> plain(schema.getTypes().stream().filter(each -> each.getType() == Schema.Type.NULL).findAny()
          .orElse(schema.getTypes().getFirst()));
      case STRING -> "a";
      case BYTES -> ByteBuffer.allocate(0);
      case FIXED -> new GenericData.Fixed(schema, new byte[schema.getFixedSize()]);
      case INT -> 1;
      case LONG -> 1L;
      case FLOAT -> 1f;
      case DOUBLE -> 1d;
      case BOOLEAN -> true;
      case NULL -> null;
    };
  }
}
