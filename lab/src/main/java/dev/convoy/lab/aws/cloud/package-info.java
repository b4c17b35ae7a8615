/** The simulated cloud: its state by account and region, and how that changes with time. No HTTP here. */
@NullMarked
package dev.convoy.lab.aws.cloud;

import org.jspecify.annotations.NullMarked;
