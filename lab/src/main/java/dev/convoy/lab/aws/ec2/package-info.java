/** Operations of EC2, a class per feature. */
@NullMarked
package dev.convoy.lab.aws.ec2;

import org.jspecify.annotations.NullMarked;
