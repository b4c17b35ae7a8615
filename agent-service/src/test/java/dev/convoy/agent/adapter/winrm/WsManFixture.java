package dev.convoy.agent.adapter.winrm;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.convoy.agent.remote.RemoteHostContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A WinRM endpoint with Basic, over TLS or not: just enough of WS-Management shells for one client. */
public final class WsManFixture implements RemoteHostContract.Host, AutoCloseable {

  private static final Pattern ENVELOPE_ACTION = Pattern.compile("<(?:\\w+:)?Action[^>]*>([^<]+)<");
  private static final Pattern MESSAGE_ID = Pattern.compile("<(?:\\w+:)?MessageID[^>]*>([^<]+)<");
  private static final Pattern SHELL_ID = Pattern.compile("<(?:\\w+:)?Selector[^>]*Name=\"ShellId\"[^>]*>([^<]+)<");
  private static final Pattern COMMAND = Pattern.compile("<(?:\\w+:)?Command>([^<]+)<");
  private static final Pattern VARIABLE = Pattern.compile("<(?:\\w+:)?Variable[^>]*Name=\"([^\"]+)\"[^>]*>([^<]*)<");
  private static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger authentications = new AtomicInteger();
  private final AtomicInteger messages = new AtomicInteger();
  private final Map<String, Map<String, String>> shells = new ConcurrentHashMap<>();
  private final Map<String, String> outputs = new ConcurrentHashMap<>();
  private final Queue<String> commandLines = new ConcurrentLinkedQueue<>();
  private final Queue<String> hostHeaders = new ConcurrentLinkedQueue<>();
  private final WindowsFixture windows = new WindowsFixture();
  private final String authorization;
  private volatile boolean silent;
  private volatile boolean hangsUp;
  private volatile int chatter;
  private volatile int mostBytes = Integer.MAX_VALUE;
  private final AtomicInteger longest = new AtomicInteger();
  private final AtomicInteger verbsLeft = new AtomicInteger(-1);

  public WsManFixture(String user, String password, @Nullable SSLContext tls) throws IOException {
    authorization = "Basic "
        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      server = HttpServer.create(address, 16);
    } else {
      HttpsServer https = HttpsServer.create(address, 16);
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = https;
    }
    server.setExecutor(threads);
    server.createContext("/wsman", this::handle).getFilters().add(
        Filter.beforeHandler("counts what got through TLS", exchange -> messages.incrementAndGet()));
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  WindowsFixture windows() {
    return windows;
  }

  Queue<String> commandLines() {
    return commandLines;
  }

  /** How clients called it. */
  public Queue<String> hostHeaders() {
    return hostHeaders;
  }

  int openShells() {
    return shells.size();
  }

  @Override
  public void fallSilent() {
    silent = true;
  }

  @Override
  public void hangUp() {
    hangsUp = true;
  }

  @Override
  public void hangUpAfter(int verbs) {
    verbsLeft.set(verbs);
  }

  /** Longer requests are refused as Windows does it. */
  void takesAtMost(int bytes) {
    mostBytes = bytes;
  }

  /** The longest request. */
  int longest() {
    return longest.get();
  }

  @Override
  public byte[] pushed(String sha512) {
    return windows.pushed(sha512);
  }

  @Override
  public void chatter(int bytes) {
    chatter = bytes;
  }

  @Override
  public int authentications() {
    return authentications.get();
  }

  @Override
  public int messages() {
    return messages.get();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    hostHeaders.add(String.valueOf(exchange.getRequestHeaders().getFirst("Host")));
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given != null) {
      authentications.incrementAndGet();
    }
    if (!authorization.equals(given)) {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
      return;
    }
    longest.accumulateAndGet(request.length(), Math::max);
    if (request.length() > mostBytes) {
      exchange.sendResponseHeaders(413, -1);
      exchange.close();
      return;
    }
    String action = found(ENVELOPE_ACTION, request);
    String body = answer(exchange, action.substring(action.lastIndexOf('/') + 1), request);
    if (body != null) {
      reply(exchange, action, found(MESSAGE_ID, request), body);
    }
  }

  private @Nullable String answer(HttpExchange exchange, String verb, String request) {
    String shell = found(SHELL_ID, request);
    return switch (verb) {
      case "Create" -> create(request);
      case "Command" -> command(shell, found(COMMAND, request));
      case "Receive" -> receive(exchange, shell);
      case "Signal" -> "<rsp:SignalResponse/>";
      default -> {
        shells.remove(shell);
        yield "";
      }
    };
  }

  private String create(String request) {
    String id = UUID.randomUUID().toString();
    Map<String, String> environment = new HashMap<>();
    Matcher variables = VARIABLE.matcher(request);
    while (variables.find()) {
      environment.put(variables.group(1), variables.group(2));
    }
    shells.put(id, environment);
    return "<x:ResourceCreated><a:Address>here</a:Address><a:ReferenceParameters><w:ResourceURI>" + SHELL
        + "/cmd</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">" + id
        + "</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>";
  }

  private String command(String shell, String line) {
    commandLines.add(line);
    String base64 = line.substring(line.lastIndexOf(' ') + 1);
    String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_16LE);
    String noise = text.startsWith("& ") ? "login banner\r\n".repeat(chatter / 14) : "";
    outputs.put(shell, noise + windows.run(text, shells.getOrDefault(shell, Map.of())));
    return "<rsp:CommandResponse><rsp:CommandId>" + shell + "</rsp:CommandId></rsp:CommandResponse>";
  }

  private @Nullable String receive(HttpExchange exchange, String shell) {
    String output = String.valueOf(outputs.remove(shell));
    boolean verb = output.contains("@convoy ");
    if (verb && (hangsUp || verbsLeft.getAndDecrement() == 0)) {
      exchange.close();
      return null;
    }
    if (verb && silent) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return null;
    }
    return "<rsp:ReceiveResponse><rsp:Stream Name=\"stdout\" CommandId=\"" + shell + "\">"
        + Base64.getEncoder().encodeToString(output.getBytes(StandardCharsets.UTF_8))
        + "</rsp:Stream><rsp:CommandState CommandId=\"" + shell + "\" State=\"" + SHELL
        + "/CommandState/Done\"><rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState></rsp:ReceiveResponse>";
  }

  private static void reply(HttpExchange exchange, String action, String relatesTo, String body) throws IOException {
    String envelope = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
        + " xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
        + " xmlns:x=\"http://schemas.xmlsoap.org/ws/2004/09/transfer\""
        + " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:rsp=\"" + SHELL + "\"><s:Header><a:Action>"
        + action + "Response</a:Action><a:MessageID>uuid:" + UUID.randomUUID() + "</a:MessageID><a:RelatesTo>"
        + relatesTo + "</a:RelatesTo></s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    byte[] bytes = envelope.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/soap+xml;charset=UTF-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
