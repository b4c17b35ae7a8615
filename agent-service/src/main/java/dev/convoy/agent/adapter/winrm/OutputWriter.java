package dev.convoy.agent.adapter.winrm;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.ObjIntConsumer;

/** Hands the output of winrm4j on, which comes as text that was decoded once already; the protocol is ASCII. */
final class OutputWriter extends Writer {

  private final ObjIntConsumer<byte[]> sink;

  OutputWriter(ObjIntConsumer<byte[]> sink) {
    this.sink = sink;
  }

  @Override
  public void write(char[] text, int from, int length) {
    byte[] bytes = new String(text, from, length).getBytes(StandardCharsets.UTF_8);
    sink.accept(bytes, bytes.length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
