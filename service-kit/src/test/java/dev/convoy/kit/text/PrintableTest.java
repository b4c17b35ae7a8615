package dev.convoy.kit.text;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableTest {

  private static final String HOSTILE = "a\u001b[2Jb\r\nc\u009b31md\u202ee\u2028f\0g\ud800";

  @Test
  void nothingMovesTheCursorOrBeginsALine() {
    assertThat(Printable.line(HOSTILE))
        .isEqualTo("a\\u001b[2Jb\\u000d\\u000ac\\u009b31md\\u202ee\\u2028f\\u0000g\\ud800");
    assertThat(Printable.is(HOSTILE)).isFalse();
    assertThat(Printable.is(Printable.line(HOSTILE))).isTrue();
  }

  @Test
  void linesStayWhereTheyMay() {
    assertThat(Printable.lines("one\n\ttwo\r\u001b[0m")).isEqualTo("one\n\ttwo\\u000d\\u001b[0m");
  }

  @Test
  void aWindowsLineEndIsALineEnd() {
    assertThat(Printable.lines("ABSENT\r\n\rx")).isEqualTo("ABSENT\n\\u000dx");
  }

  @Test
  void whatIsHarmlessStaysAsItIs() {
    var text = "Größe «5» 日本 😀 $(touch x) `id` %n {}";
    assertThat(Printable.line(text)).isEqualTo(text);
    assertThat(Printable.line(text, 3)).isEqualTo("Grö…");
  }
}
