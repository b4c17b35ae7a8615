/** Launched EC2 instances. */
@NullMarked
package dev.convoy.launch.target;

import org.jspecify.annotations.NullMarked;
