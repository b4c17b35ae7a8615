package dev.convoy.schemas;

import java.util.LinkedHashMap;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * How Avro data look in Convoy: events are their generated classes, every other record stays generic, maps keep their
 * order, strings are {@link String}s.
 *
 * <p>Loading this class makes Avro trust the generated events, which Avro 1.12.2 refuses to load otherwise, and bounds
 * the lengths that Avro believes, so that a corrupt length is an error and not an exhausted heap.
 */
public final class AvroModel extends SpecificData {
  private static final String EVENTS = "dev.convoy.events.";
  private static final String LONGEST_VALUE = Integer.toString(16 << 20);
  private static final AvroModel INSTANCE = new AvroModel();

  static {
    bound("org.apache.avro.limits.string.maxLength");
    bound("org.apache.avro.limits.bytes.maxLength");
    ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
        ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(EVENTS)));
  }

  // The events lie in this very jar, so its loader is right where a thread's context loader may not be.
  private AvroModel() {
    super(AvroModel.class.getClassLoader());
    addLogicalTypeConversion(new TimestampMillisConversion());
  }

  /** The model; the same for all. */
  public static AvroModel get() {
    return INSTANCE;
  }

  private static void bound(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, LONGEST_VALUE);
    }
  }

  @Override
  @SuppressWarnings("rawtypes")
  public @Nullable Class getClass(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> schema.getFullName().startsWith(EVENTS) ? super.getClass(schema) : null;
      default -> super.getClass(schema);
    };
  }

  @Override
  public Object newMap(Object old, int size) {
    return new LinkedHashMap<>();
  }

  /**
   * The schema as its {@code .avsc} file has it: without the hints for Java that the code generator leaves. This is what
   * the registry is given.
   */
  public static Schema published(Schema schema) {
    // Parsed, so that it equals what a registry gives back: defaults made in Java are nodes of other classes.
    return new Schema.Parser().parse(new PublishedSchema().of(schema).toString());
  }

  /** True for the full name of one of our event types, also of one that this version does not have. */
  public static boolean isEventName(String fullName) {
    return fullName.startsWith(EVENTS);
  }
}
