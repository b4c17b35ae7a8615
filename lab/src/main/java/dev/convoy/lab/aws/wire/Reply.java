package dev.convoy.lab.aws.wire;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/** An HTTP answer in the form of the service that was called. */
sealed interface Reply {

  /** Errors of CloudWatch that its model calls otherwise than the query protocol does. */
  Map<String, String> SHAPES = Map.of("InvalidParameterValue", "InvalidParameterValueException",
      "MissingParameter", "MissingRequiredParameterException",
      "InvalidParameterCombination", "InvalidParameterCombinationException", "InternalError", "InternalServiceFault");

  /** Closes the connection without an answer. */
  record Lost() implements Reply {}

  /** Answers. */
  record Sent(int status, Map<String, String> headers, String body) implements Reply {}

  /** What an operation answers. */
  static Reply of(AwsRequest request, Answer answer) {
    return switch (answer) {
      case Answer.Json json -> new Sent(json.status(), Map.of("Content-Type", "application/json"),
          json.body() == null ? "" : json.body().toString());
      case Answer.Json11(var body) ->
          new Sent(200, Map.of("Content-Type", "application/x-amz-json-1.1"), body.toString());
      case Answer.Metrics(var body) -> request.target()
          ? new Sent(200, Map.of("Content-Type", "application/x-amz-json-1.0"), body.toString())
          : new Sent(200, Map.of("Content-Type", "text/xml"),
              QueryXml.answer(request.operation(), body).document(namespace(request.service())));
      case Answer.Document document -> new Sent(200, Map.of("Content-Type", "text/xml;charset=UTF-8"),
          document.root().document(namespace(request.service())));
    };
  }

  /**
   * What a refusal looks like to a client of this service.
   *
   * @param target it was asked by JSON, where the service knows other protocols too
   */
  static Reply of(String service, boolean target, AwsError error) {
    return switch (service) {
      case "monitoring" -> target ? queryCompatible(error) : xml(error, refusal(error), namespace(service));
      case "ec2" -> xml(error, Xml.node("Response",
          Xml.node("Errors", Xml.node("Error", Xml.leaf("Code", error.code()), message(error))),
          Xml.leaf("RequestID", UUID.randomUUID())), "");
      case "sts", "iam", "route53" -> xml(error, refusal(error), namespace(service));
      default -> json(error);
    };
  }

  /** JSON of a service that once spoke the query protocol alone: a header keeps the code of that, which clients go by. */
  private static Reply queryCompatible(AwsError error) {
    var shape = SHAPES.getOrDefault(error.code(), error.code());
    var body = JsonNodeFactory.instance.objectNode().put("__type", shape).put("message", String.valueOf(error.getMessage()));
    return new Sent(error.status(), Map.of("Content-Type", "application/x-amz-json-1.0", "x-amzn-ErrorType", shape,
        "x-amzn-query-error", error.code() + (error.status() < 500 ? ";Sender" : ";Receiver")), body.toString());
  }

  private static Xml refusal(AwsError error) {
    return Xml.node("ErrorResponse",
        Xml.node("Error", Xml.leaf("Type", "Sender"), Xml.leaf("Code", error.code()), message(error)),
        Xml.leaf("RequestId", UUID.randomUUID()));
  }

  private static Reply json(AwsError error) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("x-amzn-ErrorType", error.code());
    if (error.status() == 429) {
      headers.put("Retry-After", "1");
    }
    var body = error.members().deepCopy().put("__type", error.code()).put("code", error.code())
        .put("message", String.valueOf(error.getMessage()));
    return new Sent(error.status(), headers, body.toString());
  }

  private static Reply xml(AwsError error, Xml root, String namespace) {
    return new Sent(error.status(), Map.of("Content-Type", "text/xml;charset=UTF-8"), root.document(namespace));
  }

  private static Xml message(AwsError error) {
    return Xml.leaf("Message", String.valueOf(error.getMessage()));
  }

  private static String namespace(String service) {
    return switch (service) {
      case "ec2" -> "http://ec2.amazonaws.com/doc/2016-11-15/";
      case "route53" -> "https://route53.amazonaws.com/doc/2013-04-01/";
      case "monitoring" -> "http://monitoring.amazonaws.com/doc/2010-08-01/";
      case "iam" -> "https://iam.amazonaws.com/doc/2010-05-08/";
      default -> "https://sts.amazonaws.com/doc/2011-06-15/";
    };
  }

  /** Sends it. */
  default void send(HttpExchange exchange) throws IOException {
    switch (this) {
      case Lost lost -> exchange.close();
      case Sent sent -> {
        sent.headers.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        var bytes = sent.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(sent.status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
          out.write(bytes);
        }
      }
    }
  }
}
