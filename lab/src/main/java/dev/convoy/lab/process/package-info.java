/** Child processes that never outlive the lab. */
@NullMarked
package dev.convoy.lab.process;

import org.jspecify.annotations.NullMarked;
