package dev.convoy.kit.poison;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where a plain consumer, which commits no offsets and reads everything anew, leaves what it refuses: however often and by
 * however many instances a record is left here, it becomes one dead letter.
 */
@FunctionalInterface
public interface DeadLetterDesk {

  /** Does not wait for the broker; what is not written when the process ends is left here again by the next one. */
  void setAside(ConsumerRecord<byte[], byte[]> record, PoisonException why);
}
