package dev.convoy.agent.server;

/**
 * How much at once.
 *
 * @param atOnce most in all
 * @param perSite most in one site
 * @param perSubnet most in one subnet of a site
 * @param subnets how sites are cut
 */
public record Limits(int atOnce, int perSite, int perSubnet, Subnets subnets) {

  /** Without a limit for subnets. */
  public static Limits of(int atOnce, int perSite) {
    return new Limits(atOnce, perSite, Integer.MAX_VALUE, Subnets.USUAL);
  }
}
