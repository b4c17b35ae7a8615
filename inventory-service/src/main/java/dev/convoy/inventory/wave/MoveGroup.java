package dev.convoy.inventory.wave;

import dev.convoy.events.common.GroupPolicy;
import java.time.Instant;

/**
 * The servers that are cut over together: an application in one account and region.
 *
 * @param id wave, application or server, account, region; from the second cutover on also its number
 * @param size servers in it
 * @param windowEnd no launch after this
 * @param backOutBy by then users are served again
 */
public record MoveGroup(String id, int size, GroupPolicy policy, Instant windowEnd, Instant backOutBy) {}
