package dev.convoy.lab.aws.wire;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** An HTTP answer in the form of the service that was called. */
sealed interface Reply {

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
      case Answer.Document document -> new Sent(200, Map.of("Content-Type", "text/xml;charset=UTF-8"),
          document.root().document(namespace(request.service())));
    };
  }

  /** What a refusal looks like to a client of this service. */
  static Reply of(String service, AwsError error) {
    return switch (service) {
      case "ec2" -> xml(error, Xml.node("Response",
          Xml.node("Errors", Xml.node("Error", Xml.leaf("Code", error.code()), message(error))),
          Xml.leaf("RequestID", UUID.randomUUID())), "");
      case "sts", "iam" -> xml(error, refusal(error), namespace(service));
      case "route53" -> xml(error, error.members().path("messages").isArray()
          ? Xml.node(error.code(), Xml.node("Messages", error.members().path("messages").valueStream()
              .map(each -> Xml.leaf("Message", each.asString(""))).toList()), Xml.leaf("RequestId", UUID.randomUUID()))
          : refusal(error), namespace(service));
      default -> json(error);
    };
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
