package dev.convoy.launch.slots;

import java.time.Duration;

/**
 * How much of an account and region's job quota this service uses.
 *
 * @param servers source servers in all active jobs together; MGN's quota L-4FF77426 is 200, less what others need
 * @param jobs active jobs; MGN's quota L-FE2EBE17 is 20
 * @param linger how long a request waits for company, so that one grant leads to one job
 */
public record SlotSettings(int servers, int jobs, Duration linger) {

  public SlotSettings {
    if (servers < 1 || servers > 200 || jobs < 3 || jobs > 20) {
      throw new IllegalArgumentException("slots must be 1 to 200 servers and 3 to 20 jobs, not " + servers + " and "
          + jobs);
    }
  }
}
