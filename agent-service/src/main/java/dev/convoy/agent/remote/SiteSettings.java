package dev.convoy.agent.remote;

import org.jspecify.annotations.Nullable;

/**
 * How a site, a network zone, is entered, {@code convoy.sites.<name>.*}.
 *
 * @param jump jump host of the site; null = its hosts are reached directly
 */
public record SiteSettings(@Nullable Jump jump) {

  /**
   * A jump host.
   *
   * @param address name or address
   * @param port 22 when null
   * @param hostKey {@code SHA256:<base64>}; null = known_hosts
   * @param credential name of the credential that it is entered with; one for SSH
   */
  public record Jump(
      @Nullable String address, @Nullable Integer port, @Nullable String hostKey, @Nullable String credential) {}
}
