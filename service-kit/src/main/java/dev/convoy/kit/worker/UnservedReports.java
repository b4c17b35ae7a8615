package dev.convoy.kit.worker;

import dev.convoy.kit.core.OperationHeader;
import dev.convoy.kit.core.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * How a service wants to be told that an operation waits for workers that are not there.
 *
 * @param groups of workers that the settings name
 * @param after how long no worker of a group must have been there
 * @param unserved says that nobody is there; comes once for each attempt, or a few times
 * @param served says that somebody is there again, of an operation of which the contrary was said
 */
public record UnservedReports<R extends Outcome>(
    List<String> groups, Duration after, Function<OperationHeader, R> unserved, Function<OperationHeader, R> served) {}
