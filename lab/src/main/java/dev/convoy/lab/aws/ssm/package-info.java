/** Operations of SSM: commands on instances. */
@NullMarked
package dev.convoy.lab.aws.ssm;

import org.jspecify.annotations.NullMarked;
