package dev.convoy.agent.adapter.download;

import dev.convoy.agent.host.HostFile;
import dev.convoy.agent.host.InstallPrograms.Addresses;
import dev.convoy.agent.host.InstallerFile;
import dev.convoy.agent.install.InstallerFiles;
import dev.convoy.agent.remote.PushFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of installers, each named by its SHA-512. Its source is asked once a day for a newer one; while it cannot be
 * reached the last one of the region serves. Without a source people fill the folder.
 */
public final class CachedInstallers implements InstallerFiles {

  private static final Logger LOG = LoggerFactory.getLogger(CachedInstallers.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(5);
  private static final Duration FRESH = Duration.ofDays(1);
  private static final long MOST_BYTES = 512L << 20;
  private static final int MOST_CHECKSUM = 4096;
  private static final Pattern SHA512 = Pattern.compile("[0-9A-Fa-f]{128}");

  private final Path folder;
  private final @Nullable BiFunction<String, InstallerFile, Addresses> addresses;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL).build();
  private final Map<Which, OfRegion> regions = new ConcurrentHashMap<>();

  /**
   * @param folder made when it is first needed
   * @param addresses of an installer of a region and of its checksum; null = there is only the folder
   */
  public CachedInstallers(Path folder, @Nullable BiFunction<String, InstallerFile, Addresses> addresses, Clock clock) {
    this.folder = folder;
    this.addresses = addresses;
    this.clock = clock;
  }

  @Override
  public HostFile newest(String region, InstallerFile file) throws PushFailure {
    return regions.computeIfAbsent(new Which(region, file), OfRegion::new).newest();
  }

  private record Which(String region, InstallerFile file) {
    @Override
    public String toString() {
      return file == InstallerFile.LINUX ? region : region + "-" + file.word();
    }
  }

  /** Whoever comes while it is downloaded waits for it. */
  private final class OfRegion {

    private final Which which;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HostFile last;
    private Instant asked = Instant.MIN;

    OfRegion(Which which) {
      this.which = which;
    }

    HostFile newest() throws PushFailure {
      lock.lock();
      try {
        var known = last;
        if (known == null || !isNewest(known)) {
          known = addresses == null ? put() : renewed(addresses.apply(which.region(), which.file()));
          last = known;
          asked = clock.instant();
        }
        return known;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw missing(which, "interrupted", PushFailure.Kind.INSTALLER_MISSING.remedy());
      } finally {
        lock.unlock();
      }
    }

    private boolean isNewest(HostFile known) throws PushFailure {
      return Files.exists(known.path())
          && (addresses == null ? named().equals(known.sha512()) : clock.instant().isBefore(asked.plus(FRESH)));
    }

    private HostFile put() throws PushFailure {
      try {
        return kept();
      } catch (IOException e) {
        throw notPut(e);
      }
    }

    private String named() throws PushFailure {
      try {
        return pointed();
      } catch (IOException e) {
        throw notPut(e);
      }
    }

    private PushFailure notPut(IOException why) {
      return missing(which, reason(why), "put the installer into the folder, named by its SHA-512, and that name into "
          + pointer().getFileName());
    }

    private HostFile renewed(Addresses from) throws PushFailure, InterruptedException {
      try {
        Files.createDirectories(folder);
        var wanted = checksum(from.sha512());
        var file = folder.resolve(wanted);
        if (!Files.exists(file) || !digest(Files.newInputStream(file), null).equals(wanted)) {
          download(from.installer(), wanted, file);
        }
        Files.writeString(pointer(), wanted);
        return new HostFile(file, wanted, Files.size(file));
      } catch (IOException e) {
        return before(e);
      }
    }

    private HostFile before(IOException why) throws PushFailure {
      try {
        var file = kept();
        LOG.warn("installer of {} not renewed ({}); the one of before serves", which, why.getMessage());
        return file;
      } catch (IOException e) {
        why.addSuppressed(e);
        throw missing(which, reason(why), PushFailure.Kind.INSTALLER_MISSING.remedy());
      }
    }

    /** The one that the folder has for this region, whole. */
    private HostFile kept() throws IOException {
      var wanted = pointed();
      var file = folder.resolve(wanted);
      if (!digest(Files.newInputStream(file), null).equals(wanted)) {
        throw new IOException(file + " does not have the SHA-512 that it is named by");
      }
      return new HostFile(file, wanted, Files.size(file));
    }

    private String pointed() throws IOException {
      try (var stream = Files.newInputStream(pointer())) {
        return sha512(stream, pointer().toString());
      }
    }

    private Path pointer() {
      return folder.resolve(which + ".sha512");
    }
  }

  private String checksum(String address) throws IOException, InterruptedException {
    try (var body = get(address)) {
      return sha512(body, address);
    }
  }

  /** The first SHA-512 of a text, as {@code sha512sum} writes it for example. */
  private static String sha512(InputStream stream, String name) throws IOException {
    var found = SHA512.matcher(new String(stream.readNBytes(MOST_CHECKSUM), StandardCharsets.US_ASCII));
    if (!found.find()) {
      throw new IOException(name + " has no SHA-512");
    }
    return found.group().toLowerCase(Locale.ROOT);
  }

  private void download(String address, String wanted, Path file) throws IOException, InterruptedException, PushFailure {
    var arriving = Files.createTempFile(folder, "arriving", ".part");
    try {
      if (!digest(get(address), arriving).equals(wanted)) {
        throw new PushFailure(PushFailure.Kind.INSTALLER_ALTERED, "agent-service",
            "the installer of " + address + " does not have its published SHA-512");
      }
      Files.move(arriving, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(arriving);
    }
  }

  private InputStream get(String address) throws IOException, InterruptedException {
    var answer = http.send(HttpRequest.newBuilder(URI.create(address)).timeout(ANSWER).build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      answer.body().close();
      throw new IOException(address + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  /** SHA-512 of what is read to its end, written to {@code copy} if there is one; closes the stream. */
  private static String digest(InputStream stream, @Nullable Path copy) throws IOException {
    try (stream; var out = copy == null ? OutputStream.nullOutputStream() : Files.newOutputStream(copy)) {
      var sha512 = MessageDigest.getInstance("SHA-512");
      var buffer = new byte[64 * 1024];
      long total = 0;
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        total += read;
        if (total > MOST_BYTES) {
          throw new IOException("more than " + MOST_BYTES + " bytes");
        }
        sha512.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
      return HexFormat.of().formatHex(sha512.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String reason(IOException why) {
    return why.getClass().getSimpleName() + ": " + why.getMessage();
  }

  private static PushFailure missing(Which which, String why, String remedy) {
    return new PushFailure(PushFailure.Kind.INSTALLER_MISSING, "agent-service",
        "the installer of " + which + " that is to be pushed cannot be had: " + why, remedy);
  }
}
