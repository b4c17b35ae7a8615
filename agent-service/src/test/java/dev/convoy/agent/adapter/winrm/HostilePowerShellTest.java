package dev.convoy.agent.adapter.winrm;

import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.Verb;
import dev.convoy.kit.hostile.Hostile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is composed for PowerShell, read by its rules for quotes (R17): no value ends the literal that it stands in. */
class HostilePowerShellTest {

  /** The characters that PowerShell takes for a single quote. */
  private static final String QUOTES = "'\u2018\u2019\u201a\u201b";

  @Test
  void everyValueStaysInItsLiteral() {
    Hostile.each("PowerShell literals", random -> {
      var value = any(random);
      assertThat(literal(PowerShell.quoted(value))).isEqualTo(value);
    });
  }

  @Test
  void nothingButNamesAndBase64IsOnTheLineOfAVerb() {
    Hostile.each("PowerShell verbs", 1000, random -> {
      var payload = Payload.EMPTY.with("a", any(random).replace("\0", "")).with("b", any(random).replace("\0", ""));
      var line = PowerShell.invoke(PowerShell.scriptPath("x"), Verb.CHECK, new OperationName("web-014:check:1:1"), payload);
      assertThat(line).matches("& '[A-Za-z0-9:.\\\\-]+' -Verb check -OperationId [A-Za-z0-9._:-]+ -Payload '[A-Za-z0-9+/=]*'");
      assertThat(PowerShell.encoded(line)).matches("powershell [A-Za-z -]+ [A-Za-z0-9+/=]+");
      var sent = new String(Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 2, line.length() - 1)),
          StandardCharsets.US_ASCII);
      assertThat(PowerShell.needsEnvironment(payload) ? payload.encoded() : sent).isEqualTo(payload.encoded());
    });
  }

  private static String any(Random random) {
    var value = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      value.append(random.nextInt(3) == 0 ? QUOTES.charAt(random.nextInt(QUOTES.length())) : Hostile.value(random));
    }
    return value.toString();
  }

  /** The value of a text that is one single-quoted literal and nothing else; a doubled quote stands for itself. */
  private static String literal(String text) {
    assertThat(QUOTES).contains(text.substring(0, 1));
    var value = new StringBuilder();
    for (int at = 1; at < text.length(); at++) {
      if (QUOTES.indexOf(text.charAt(at)) >= 0) {
        at++;
        if (at == text.length()) {
          return value.toString();
        }
        assertThat(QUOTES.indexOf(text.charAt(at))).as("the literal ends before %s", text.substring(at)).isNotNegative();
      }
      value.append(text.charAt(at));
    }
    throw new AssertionError("the literal does not end: " + text);
  }
}
