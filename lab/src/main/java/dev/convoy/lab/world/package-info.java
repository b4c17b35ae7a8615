/** The simulated world of a lab, put together: AWS, source hosts, targets, and what the services need to know of it. */
@NullMarked
package dev.convoy.lab.world;

import org.jspecify.annotations.NullMarked;
