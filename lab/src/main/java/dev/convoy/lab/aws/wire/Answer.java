package dev.convoy.lab.aws.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What an operation answers. */
public sealed interface Answer {

  /**
   * Of a REST-JSON service.
   *
   * @param body null for none
   */
  record Json(int status, @Nullable ObjectNode body) implements Answer {}

  /** Of a JSON 1.1 service, whose operations are named by a header. */
  record Json11(ObjectNode body) implements Answer {}

  /**
   * Of CloudWatch, which answers in the protocol in which it is asked. Times are seconds, in members called Timestamp and
   * Timestamps.
   */
  record Metrics(ObjectNode body) implements Answer {}

  /** Of a query service: the root element of the answer. */
  record Document(Xml root) implements Answer {}
}
