package dev.convoy.lab.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection, served request after request: keep-alive, lengths, chunks, 100-continue. */
public final class HttpConnection {
  private static final int IDLE_MILLIS = 120_000;
  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_BODY = 4 * 1024 * 1024;

  private final InputStream in;
  private final OutputStream out;

  private HttpConnection(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Serves the connection until either side ends it; a handler belongs to one connection and may keep its state. */
  public static void serve(SocketChannel channel, Handler handler) throws IOException, InterruptedException {
    channel.socket().setSoTimeout(IDLE_MILLIS);
    InputStream in = new BufferedInputStream(channel.socket().getInputStream());
    new HttpConnection(in, channel.socket().getOutputStream()).run(handler);
  }

  /** The same within TLS, in which this side is the server. */
  public static void serve(SocketChannel channel, SSLSocketFactory tls, Handler handler)
      throws IOException, InterruptedException {
    channel.socket().setSoTimeout(IDLE_MILLIS);
    try (SSLSocket socket = (SSLSocket) tls.createSocket(channel.socket(), (InputStream) null, true)) {
      new HttpConnection(new BufferedInputStream(socket.getInputStream()), socket.getOutputStream()).run(handler);
    }
  }

  private void run(Handler handler) throws IOException, InterruptedException {
    boolean open = true;
    while (open) {
      HttpRequest request = readRequest();
      if (request == null) {
        return;
      }
      open = request.keepAlive();
      HttpResponse response = handler.handle(request);
      out.write(join(response.head(open), request.method().equals("HEAD") ? new byte[0] : response.body()));
      out.flush();
    }
  }

  private @Nullable HttpRequest readRequest() throws IOException {
    String line = readLine();
    if (line == null || line.isEmpty()) {
      return null;
    }
    String[] parts = line.split(" ", 3);
    if (parts.length != 3) {
      throw new ProtocolException("not an HTTP request line");
    }
    Map<String, String> headers = readHeaders();
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return new HttpRequest(parts[0], parts[1], Map.copyOf(headers), readBody(headers));
  }

  private Map<String, String> readHeaders() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = readLine(); line != null && !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() >= MAX_HEADERS) {
        throw new ProtocolException("header not understood");
      }
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] readBody(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return readChunks();
    }
    return readExactly(length(headers.getOrDefault("content-length", "0"), 10));
  }

  private byte[] readChunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      length(Integer.toString(body.size() + size), 10);
      body.write(readExactly(size));
      readLine();
    }
    readHeaders();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    String line = readLine();
    if (line == null) {
      throw new EOFException();
    }
    return length(line.split(";", 2)[0].strip(), 16);
  }

  private static int length(String text, int radix) throws ProtocolException {
    try {
      int length = Integer.parseInt(text, radix);
      if (length >= 0 && length <= MAX_BODY) {
        return length;
      }
    } catch (NumberFormatException e) {
      throw new ProtocolException("length not understood");
    }
    throw new ProtocolException("body larger than " + MAX_BODY);
  }

  private byte[] readExactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /** A line without its end, or null at the end of the stream or after a reset by the client. */
  private @Nullable String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return null;
        }
        if (line.size() >= MAX_LINE) {
          throw new ProtocolException("line too long");
        }
        line.write(b);
      }
    } catch (SocketException e) {
      return null;
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static byte[] join(byte[] head, byte[] body) {
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  /** Answers the requests of one connection, one at a time. */
  @FunctionalInterface
  public interface Handler {
    /** Called on the connection's virtual thread; may block. */
    HttpResponse handle(HttpRequest request) throws IOException, InterruptedException;
  }
}
