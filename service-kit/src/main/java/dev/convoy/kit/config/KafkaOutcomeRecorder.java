package dev.convoy.kit.config;

import dev.convoy.kit.core.Outcome;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.worker.OutcomeRecorder;
import dev.convoy.kit.worker.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes outcomes to the service's outcome topic, keyed by server, and waits until they are committed. */
final class KafkaOutcomeRecorder<R extends Outcome> implements OutcomeRecorder<R> {

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Producer<String, byte[]> producer;
  private final Codecs codecs;
  private final Class<R> type;
  private final String topic;

  KafkaOutcomeRecorder(Producer<String, byte[]> producer, Codecs codecs, Class<R> type, String topic) {
    this.producer = producer;
    this.codecs = codecs;
    this.type = type;
    this.topic = topic;
  }

  @Override
  public void record(List<R> outcomes) throws InterruptedException {
    var sent = new ArrayList<Future<RecordMetadata>>();
    for (var outcome : outcomes) {
      sent.add(producer.send(
          new ProducerRecord<>(topic, outcome.header().serverId(), codecs.write(type, topic, outcome))));
    }
    for (var future : sent) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new UnreachableException("outcomes could not be written to " + topic + ": " + e.getCause(), RETRY, e);
      }
    }
  }
}
