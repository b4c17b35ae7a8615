/** EC2 behind the ports of this service. */
@NullMarked
package dev.convoy.validation.adapter.ec2;

import org.jspecify.annotations.NullMarked;
