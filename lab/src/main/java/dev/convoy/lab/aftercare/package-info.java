/** What becomes of sources after their cutover, where the lab plays something odd about them, and its judgement. */
@NullMarked
package dev.convoy.lab.aftercare;

import org.jspecify.annotations.NullMarked;
