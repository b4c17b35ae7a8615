package dev.convoy.lab.run;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A service understood the question and said no; the message has its reasons, one line each. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private Refusal(String message, int status) {
    super(message);
    this.status = status;
  }

  static Refusal of(URI uri, int status, JsonNode body) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(uri, status, body));
    for (JsonNode error : body.path("errors")) {
      lines.add("  " + place(error) + text(error, "field") + value(error) + ": " + text(error, "reason")
          + remedy(error));
    }
    return new Refusal(String.join(System.lineSeparator(), lines), status);
  }

  private static String headline(URI uri, int status, JsonNode body) {
    String message = text(body, "message");
    if (message.isEmpty()) {
      return status == 404 ? "[CVY-9302] " + uri.getPath() + ": there is no such thing; check the id"
          : "[CVY-9302] inventory-service: " + uri.getPath() + " answered with status " + status + "; see its log";
    }
    String code = text(body, "code");
    return (code.isEmpty() || message.startsWith("[") ? "" : "[" + code + "] ") + message + remedy(body);
  }

  private static String remedy(JsonNode node) {
    String remedy = text(node, "remedy");
    return remedy.isEmpty() ? "" : "; " + remedy;
  }

  private static String place(JsonNode error) {
    String place = text(error, "place");
    return place.isEmpty() ? "" : place + " ";
  }

  private static String value(JsonNode error) {
    String value = text(error, "value");
    return value.isEmpty() ? "" : " '" + value + "'";
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() ? value.asString() : "";
  }

  /** HTTP status. */
  public int status() {
    return status;
  }
}
