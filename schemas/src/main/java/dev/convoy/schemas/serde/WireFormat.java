package dev.convoy.schemas.serde;

import dev.convoy.schemas.serde.UndecodableException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Confluent's wire format: a zero byte, the schema id in four bytes, most significant first, Avro binary. */
final class WireFormat {
  private static final byte MAGIC = 0;
  private static final int HEADER = 5;
  private static final int USUAL_SIZE = 256;

  private WireFormat() {}

  static int schemaId(byte[] value) {
    if (value.length < HEADER) {
      throw new UndecodableException(Reason.NO_WIRE_FORMAT, value.length + " bytes are too few for a schema id");
    }
    if (value[0] != MAGIC) {
      throw new UndecodableException(
          Reason.NO_WIRE_FORMAT, "the first byte is " + (value[0] & 0xff) + " where the wire format has 0");
    }
    return ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
  }

  static byte[] encode(int schemaId, DatumWriter<Object> writer, Object datum) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      writer.write(datum, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Reads the whole value. Whatever Avro throws on hostile bytes, of whatever class, means the same: undecodable. Lengths
   * that are not there exhaust no heap (see {@link dev.convoy.schemas.AvroModel}); a nesting without end ends here.
   */
  static Object decode(byte[] value, String fullName, DatumReader<Object> reader) {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null);
    try {
      Object datum = reader.read(null, decoder);
      if (decoder.isEnd()) {
        return datum;
      }
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new UndecodableException(Reason.CORRUPT, "the bytes are no " + fullName + ": " + e, e);
    }
    throw new UndecodableException(Reason.CORRUPT, "bytes are left over after a " + fullName);
  }
}
