package dev.convoy.validation.verdict;

import dev.convoy.validation.profile.ProfilePolicy;
import java.time.Duration;

/**
 * How long a launched instance is given to pass. A first boot of Windows takes up to 45 minutes (MGN user guide).
 *
 * @param testWithin from the launch of a test instance
 * @param cutoverWithin from the launch of a cutover instance
 * @param profile what of its source it is compared with
 */
public record ValidationPolicy(Duration testWithin, Duration cutoverWithin, ProfilePolicy profile) {}
