/** Launching, approving and ending the test instance. */
@NullMarked
package dev.convoy.launch.test;

import org.jspecify.annotations.NullMarked;
