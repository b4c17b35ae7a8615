package dev.convoy.lab.hosts;

import dev.convoy.lab.net.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of one connection: Basic with each request, or NTLMv2 once. */
final class WinRmLogin {
  private static final List<String> OFFER =
      List.of("WWW-Authenticate: Negotiate", "WWW-Authenticate: Basic realm=\"WSMAN\"");

  private final FleetSettings settings;
  private final SimulatedHost host;
  private final AtomicInteger refused;
  private byte @Nullable [] challenge;
  private boolean authenticated;
  private @Nullable NtlmSession session;

  /** @param refused counts failed logins, as the lock-out of accounts does */
  WinRmLogin(FleetSettings settings, SimulatedHost host, AtomicInteger refused) {
    this.settings = settings;
    this.host = host;
    this.refused = refused;
  }

  /** The headers of a 401 answer, or empty if the request may go on. */
  Optional<List<String>> challenge(HttpRequest request) {
    String[] offered = request.header("authorization").orElse("").split(" ", 2);
    if (offered.length < 2) {
      return authenticated ? Optional.empty() : Optional.of(OFFER);
    }
    return switch (offered[0].toLowerCase(Locale.ROOT)) {
      case "basic" -> judged(basic(offered[1]));
      case "negotiate", "ntlm" -> ntlm(offered[0], offered[1]);
      default -> Optional.of(OFFER);
    };
  }

  /** What seals the messages of this connection; empty unless NTLM has authenticated it. */
  Optional<NtlmSession> session() {
    return Optional.ofNullable(session);
  }

  private boolean basic(String offered) {
    String[] login = new String(decode(offered), StandardCharsets.UTF_8).split(":", 2);
    return login.length == 2 && mayLogIn(login[0])
        && MessageDigest.isEqual(utf8(login[1]), utf8(settings.windowsPassword()));
  }

  private Optional<List<String>> ntlm(String scheme, String offered) {
    Optional<NtlmMessage> message = NtlmMessage.find(decode(offered));
    if (message.isPresent() && message.get().type() == NtlmMessage.NEGOTIATE) {
      challenge = NtlmChallenge.random();
      byte[] answer = NtlmChallenge.message(challenge, message.get().flags(), host.name());
      return Optional.of(List.of("WWW-Authenticate: " + scheme + " " + Base64.getEncoder().encodeToString(answer)));
    }
    byte[] asked = challenge;
    challenge = null;
    authenticated = asked != null && message.isPresent() && message.get().type() == NtlmMessage.AUTHENTICATE
        && mayLogIn(message.get().user()) && message.get().proves(settings.windowsPassword(), asked);
    session = authenticated ? message.get().session(settings.windowsPassword()).orElse(null) : null;
    return judged(authenticated);
  }

  private Optional<List<String>> judged(boolean letIn) {
    if (!letIn) {
      refused.incrementAndGet();
    }
    return letIn ? Optional.empty() : Optional.of(OFFER);
  }

  private boolean mayLogIn(String user) {
    return user.equalsIgnoreCase(settings.windowsUser()) && !host.has(PlantedFault.AUTH_REFUSED);
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
