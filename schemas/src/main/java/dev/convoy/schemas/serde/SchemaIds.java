package dev.convoy.schemas.serde;

import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.registry.RegisteredSchema;
import dev.convoy.schemas.registry.RegistryException;
import dev.convoy.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settles under which id, and so with which schema, the values of a type are written.
 *
 * @param autoRegister put schemas into the registry; else they must be there
 * @param useLatest write with the newest version of the subject; wins over {@code autoRegister}
 */
record SchemaIds(boolean autoRegister, boolean useLatest) {
  static final SchemaIds AUTO_REGISTER = new SchemaIds(true, false);

  private static final String STRATEGY = "value.subject.name.strategy";

  static SchemaIds from(Map<String, ?> config) {
    Object strategy = config.get(STRATEGY);
    String name = strategy instanceof Class<?> type ? type.getName() : String.valueOf(strategy);
    if (strategy != null && !name.endsWith(".RecordNameStrategy")) {
      throw new ConfigException(STRATEGY, name, "is not supported: the subject is the record's full name");
    }
    return new SchemaIds(flag(config, "auto.register.schemas", true), flag(config, "use.latest.version", false));
  }

  private static boolean flag(Map<String, ?> config, String name, boolean otherwise) {
    Object value = config.get(name);
    return value == null ? otherwise : Boolean.parseBoolean(value.toString());
  }

  /**
   * How values of {@code schema} are written.
   *
   * @throws RegistryException if the registry refuses the schema, does not know it, or cannot be asked
   */
  ValueWriter writer(SchemaRegistry registry, Schema schema) {
    Schema published = AvroModel.published(schema);
    String subject = schema.getFullName();
    DatumWriter<Object> own = datumWriter(schema);
    if (useLatest) {
      RegisteredSchema latest = registry.latest(subject);
      return latest.schema().equals(published)
          ? new ValueWriter(latest.id(), own)
          : new ValueWriter(latest.id(), new TranslatingWriter(own, published, latest.schema()));
    }
    int id = autoRegister ? registry.register(subject, published) : registry.lookup(subject, published);
    return new ValueWriter(id, own);
  }

  @SuppressWarnings("unchecked")
  private static DatumWriter<Object> datumWriter(Schema schema) {
    return (DatumWriter<Object>) AvroModel.get().createDatumWriter(schema);
  }

  /** Writes a value with another version of its schema. */
  private record TranslatingWriter(DatumWriter<Object> own, Schema from, Schema to) implements DatumWriter<Object> {
    @Override
    public void setSchema(Schema schema) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(Object datum, Encoder out) throws IOException {
      byte[] bytes = WireFormat.encode(0, own, datum);
      Object translated = WireFormat.decode(
          bytes, to.getFullName(), new GenericDatumReader<>(from, to));
      new GenericDatumWriter<>(to, GenericData.get()).write(translated, out);
    }
  }

  /** A schema's id and the writer that goes with it. */
  record ValueWriter(int id, DatumWriter<Object> writer) {
    byte[] write(Object datum) {
      return WireFormat.encode(id, writer, datum);
    }
  }
}
