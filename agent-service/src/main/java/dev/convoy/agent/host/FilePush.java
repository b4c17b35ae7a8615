package dev.convoy.agent.host;

import dev.convoy.agent.remote.Deadline;
import dev.convoy.agent.remote.HostAnswer;
import dev.convoy.agent.remote.OperationName;
import dev.convoy.agent.remote.Payload;
import dev.convoy.agent.remote.PushFailure;
import dev.convoy.agent.remote.RemoteHost;
import dev.convoy.agent.remote.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.Arrays;

/**
 * Brings a file to a host in parts. What has arrived there stays, so that a session that is lost is gone on with. A part
 * that the host refuses is sent again in halves.
 */
final class FilePush {

  /** What a session holds of the file; its payload takes some five times as much for a moment. */
  static final int PART_BYTES = 256 * 1024;

  /** What carries the host script carries this. */
  static final int SMALLEST_BYTES = 32 * 1024;

  private final RemoteHost host;
  private final HostFile file;
  private final Deadline deadline;
  private final Arrival arrival;
  private int most = PART_BYTES;

  FilePush(RemoteHost host, HostFile file, Deadline deadline, Arrival arrival) {
    this.host = host;
    this.file = file;
    this.deadline = deadline;
    this.arrival = arrival;
  }

  /** Returns when the host has it whole and has verified it. */
  void run() throws PushFailure {
    try (SeekableByteChannel bytes = Files.newByteChannel(file.path())) {
      HostAnswer answer = send(0, new byte[0]);
      long before = -1;
      while (!is(answer, "whole")) {
        long arrived = arrived(answer);
        if (is(answer, "full")) {
          throw new PushFailure(PushFailure.Kind.NO_ROOM, host.target().serverId(), "no room for the installer that is pushed: "
              + arrived + " of " + file.size() + " bytes have arrived");
        }
        if (is(answer, "broken") || arrived <= before) {
          throw new PushFailure(PushFailure.Kind.INSTALLER_ALTERED, host.target().serverId(),
              "the installer that was pushed did not arrive as it was sent: " + arrived + " of " + file.size() + " bytes");
        }
        before = arrived;
        arrival.arrived(arrived);
        answer = next(bytes, arrived);
      }
      arrival.arrived(file.size());
    } catch (IOException e) {
      throw new PushFailure(PushFailure.Kind.INSTALLER_MISSING, host.target().serverId(),
          "the installer cannot be read from the cache of agent-service: " + e.getMessage());
    }
  }

  private HostAnswer next(SeekableByteChannel bytes, long arrived) throws PushFailure, IOException {
    while (true) {
      try {
        return send(arrived, part(bytes, arrived));
      } catch (PushFailure e) {
        if (e.kind() != PushFailure.Kind.PART_REFUSED || most <= SMALLEST_BYTES) {
          throw e;
        }
        most /= 2;
      }
    }
  }

  private byte[] part(SeekableByteChannel bytes, long offset) throws IOException {
    var part = ByteBuffer.allocate((int) Math.clamp(file.size() - offset, 0, most));
    bytes.position(offset);
    while (part.hasRemaining() && bytes.read(part) >= 0) {
      // The channel may give less than is asked for.
    }
    return part.flip().remaining() == part.capacity() ? part.array() : Arrays.copyOf(part.array(), part.limit());
  }

  private HostAnswer send(long offset, byte[] part) throws PushFailure {
    return host.call(Verb.PUT, OperationName.NONE, Payload.EMPTY
        .with("sha512", file.sha512())
        .with("size", Long.toString(file.size()))
        .with("offset", Long.toString(offset))
        .with("data-follows", "yes")
        .withBytes("data", part), deadline);
  }

  private static boolean is(HostAnswer answer, String state) {
    return answer.value("put").map(String::strip).orElse("").equals(state);
  }

  private long arrived(HostAnswer answer) throws PushFailure {
    return answer.value("arrived").map(String::strip).filter(text -> text.matches("[0-9]{1,12}")).map(Long::valueOf)
        .filter(bytes -> bytes <= file.size())
        .orElseThrow(() -> new PushFailure(PushFailure.Kind.PROTOCOL, host.target().serverId(),
            "it does not say how much of the file has arrived"));
  }
}
