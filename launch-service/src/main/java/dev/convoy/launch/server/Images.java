package dev.convoy.launch.server;

import dev.convoy.events.inventory.ImageRequested;
import dev.convoy.kit.aws.AccountKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Images that people ask for. They stand beside the phase of a server, which goes on whatever becomes of them: a build that
 * knows nothing of them makes none.
 *
 * @param asked last request that was seen
 * @param open true while nothing was made of it
 * @param round in which the last one was begun
 * @param attempt of the operations of that round, from 1; never used again
 * @param making null while none is under way
 */
record Images(Request asked, boolean open, int round, int attempt, @Nullable Making making) {

  /**
   * A request.
   *
   * @param number rises within a round
   * @param name null = one is made up
   */
  record Request(int round, int number, @Nullable String name, String by) {

    private boolean isAfter(Request other) {
      return round > other.round || round == other.round && number > other.number;
    }
  }

  /**
   * One that is under way.
   *
   * @param ofTest of the test instance that is kept, not of the target
   * @param since when the present attempt was begun
   * @param until when it is waited for no longer
   * @param retryAt when the next attempt begins; null while one is under way
   * @param imageId null until EC2 was seen to make it
   */
  record Making(
      Request request, AccountKey account, String instanceId, boolean ofTest, Instant since, Instant until, int tries,
      @Nullable Instant retryAt, @Nullable String imageId) {

    Making again(Instant now) {
      return new Making(request, account, instanceId, ofTest, now, until, tries + 1, null, imageId);
    }

    Making pausedUntil(Instant at) {
      return new Making(request, account, instanceId, ofTest, since, until, tries, at, imageId);
    }

    Making seen(String image) {
      return new Making(request, account, instanceId, ofTest, since, until, tries, retryAt, image);
    }
  }

  /** Inventory's events about a server have one order. Of one that leaves, none is made. */
  static @Nullable Images merge(@Nullable Images known, Object fact, boolean withdrawn) {
    if (!(fact instanceof ImageRequested e)) {
      return known;
    }
    var request = new Request(e.getRound(), e.getAttempt(), e.getImageName(), e.getRequestedBy());
    if (known == null) {
      return new Images(request, !withdrawn, 0, 0, null);
    }
    return request.isAfter(known.asked) ? new Images(request, !withdrawn, known.round, known.attempt, known.making) : known;
  }

  /** Something was made of what was asked for. */
  Images answered() {
    return new Images(asked, false, round, attempt, making);
  }

  /** A first attempt of what was asked for, or another one. */
  Images begin(int of, Making now) {
    return new Images(asked, open, of, of == round ? attempt + 1 : 1, now);
  }

  Images making(@Nullable Making now) {
    return new Images(asked, open, round, attempt, now);
  }
}
