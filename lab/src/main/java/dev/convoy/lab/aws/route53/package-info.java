/** What the simulator answers of Route 53. */
@NullMarked
package dev.convoy.lab.aws.route53;

import org.jspecify.annotations.NullMarked;
