/** What ran on the source, and what of it a launched instance is compared with. */
@NullMarked
package dev.convoy.validation.profile;

import org.jspecify.annotations.NullMarked;
