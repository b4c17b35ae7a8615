package dev.convoy.schemas.registry;

import org.apache.avro.Schema;

/**
 * Knows which id stands for which schema. Implementations are safe for use by many threads and answer what they have
 * seen before from memory.
 */
public interface SchemaRegistry extends AutoCloseable {

  /**
   * Puts the schema under the subject unless it is there already.
   *
   * @return the id of the schema
   * @throws RegistryException permanent if the registry refuses it as incompatible, transient if it cannot be asked
   */
  int register(String subject, Schema schema);

  /**
   * Finds the id of a schema that is expected under the subject.
   *
   * @throws RegistryException permanent and {@link RegistryException#unknown()} if it is not there
   */
  int lookup(String subject, Schema schema);

  /**
   * The schema behind an id.
   *
   * @throws RegistryException permanent and {@link RegistryException#unknown()} if there is none
   */
  Schema byId(int id);

  /**
   * The newest version under the subject; asked anew each time.
   *
   * @throws RegistryException permanent and {@link RegistryException#unknown()} if there is none
   */
  RegisteredSchema latest(String subject);

  /** Ends waits and calls under way. */
  @Override
  default void close() {}
}
