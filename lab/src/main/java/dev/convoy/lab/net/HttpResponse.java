package dev.convoy.lab.net;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An answer.
 *
 * @param headers whole lines, {@code Name: value}, beside length and type
 * @param body may be empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record HttpResponse(int status, String contentType, List<String> headers, byte[] body) {

  /** An answer with a text body in UTF-8. */
  public static HttpResponse text(int status, String contentType, String body) {
    return new HttpResponse(status, contentType, List.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer without a body. */
  public static HttpResponse empty(int status, List<String> headers) {
    return new HttpResponse(status, "text/plain", headers, new byte[0]);
  }

  byte[] head(boolean keepAlive) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason()).append("\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    head.append("Content-Type: ").append(contentType).append("\r\nContent-Length: ").append(body.length);
    head.append("\r\nConnection: ").append(keepAlive ? "keep-alive" : "close").append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> "Answer";
    };
  }
}
