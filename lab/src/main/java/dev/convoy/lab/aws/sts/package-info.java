/** Operations of STS. */
@NullMarked
package dev.convoy.lab.aws.sts;

import org.jspecify.annotations.NullMarked;
