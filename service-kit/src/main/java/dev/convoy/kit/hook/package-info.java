/** Programs of the platform engineer on the machine of a service: how they are run, and how not. */
@NullMarked
package dev.convoy.kit.hook;

import org.jspecify.annotations.NullMarked;
