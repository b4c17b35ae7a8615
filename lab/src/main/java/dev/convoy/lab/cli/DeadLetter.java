package dev.convoy.lab.cli;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A record that was set aside, with its origin and the reason in headers {@code convoy_dlq_*}. */
record DeadLetter(ConsumerRecord<String, byte[]> record) {
  private static final String OWN = "convoy_dlq_";

  /** Where it stands: {@code convoy.launch.dlq/2@17}. */
  String id() {
    return record.topic() + "/" + record.partition() + "@" + record.offset();
  }

  String origin() {
    return originTopic() + "/" + header("partition") + "@" + header("offset");
  }

  String originTopic() {
    return header("topic");
  }

  String reason() {
    return header("reason");
  }

  Instant time() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** The record as it was when it was refused, for its origin. */
  ProducerRecord<String, byte[]> original() {
    var headers = StreamSupport.stream(record.headers().spliterator(), false)
        .filter(each -> !each.key().startsWith(OWN)).toList();
    return new ProducerRecord<>(originTopic(), null, null, record.key(), record.value(), headers);
  }

  String header(String name) {
    return text(record.headers(), OWN + name);
  }

  static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
