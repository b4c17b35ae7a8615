/** What a wave may ask for beside its migration, post-launch actions and machine images: the asking, and its judgement. */
@NullMarked
package dev.convoy.lab.extras;

import org.jspecify.annotations.NullMarked;
