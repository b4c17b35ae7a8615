package dev.convoy.agent.adapter.winrm;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How WinRM connections are made.
 *
 * @param connectTimeout for the TCP connection
 * @param operationTimeout how long a host may keep one Receive open; the HTTP answer may take 10 s longer
 * @param allowBasicOverHttp true lets Basic send its password in the clear; for laboratories only
 * @param trustStore PKCS#12 or JKS file for hosts without a pinned certificate; null = the one of the JDK
 * @param trustStorePassword password of that file, which protects its integrity only
 */
public record WinRmSettings(
    Duration connectTimeout,
    Duration operationTimeout,
    boolean allowBasicOverHttp,
    @Nullable Path trustStore,
    @Nullable String trustStorePassword) {

  /** 10 s, 20 s, no Basic without TLS, the trust store of the JDK. */
  public static final WinRmSettings DEFAULTS =
      new WinRmSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), false, null, null);

  Duration receiveTimeout() {
    return operationTimeout.plusSeconds(10);
  }

  @Override
  public String toString() {
    return "WinRmSettings[connectTimeout=" + connectTimeout + ", operationTimeout=" + operationTimeout
        + ", allowBasicOverHttp=" + allowBasicOverHttp + ", trustStore=" + trustStore + "]";
  }
}
