/** Operations of MGN, a class per feature. */
@NullMarked
package dev.convoy.lab.aws.mgn;

import org.jspecify.annotations.NullMarked;
